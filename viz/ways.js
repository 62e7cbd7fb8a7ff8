/**
 * Best-first search over moves: strongest first, then shortest, then by name; no concept twice, a bounded length.
 *
 * It knows no anatomy and no relation: what a move is, and what may follow it, comes as data. It finds what
 * kneegraph/analysis/search.py finds, in the same order.
 *
 * @typedef {{ steps: number[], strength: number, source: string, target: string, sign: number, definitional: boolean,
 *   holds: boolean, through: string[], names: string[] }} Move
 * @typedef {{ leaving: Map<string, Move[]>, arriving: Map<string, Move[]>, core: (concept: string) => string,
 *   place: (concept: string) => string[] }} Network
 * @typedef {{ moves: Move[], names: string[], held: boolean, concept: string, sign: number, strength: number,
 *   visited: Set<string>, left: Set<string> }} Way
 * @typedef {{ strength: number, moves: number }} Rest
 * @typedef {{ strength: number, moves: number, names: string[], before: Way, move: Move | null }} Waiting
 */

/** How many partial ways one search looks at, at most. */
const MOST = 50_000;
const CLOSE = 1 + 1e-9;

/** The best that can follow from a concept to the goal, by sign and by how many moves are left. */
export class Outlook {
  /** @param {Network} network @param {string} goal @param {Move[]} last the moves that count only as the last @param {number} most moves */
  constructor(network, goal, last, most) {
    this.network = network;
    this.goal = goal;
    this.most = most;
    this.last = new Map(last.map((move) => [move.source, move]));
    this.gained = this.grow();
  }

  /** @param {string} concept @param {number} left @param {boolean} held @returns {Rest | null} the best rest, of whatever sign */
  best(concept, left, held) {
    /** @type {Rest | null} */
    let best = null;
    for (const sign of [1, -1, 0]) {
      const found = this.latest(keyOf(concept, sign, held), left);
      if (found && (!best || found.strength > best.strength || (found.strength === best.strength && found.moves < best.moves))) best = found;
    }
    return best;
  }

  /** @param {string} key @param {number} left @returns {Rest | undefined} */
  latest(key, left) {
    for (let moves = left; moves >= 0; moves -= 1) {
      const found = this.gained[moves].get(key);
      if (found) return found;
    }
    return undefined;
  }

  /** @returns {Map<string, Rest>[]} what each further move gains: rests that are new, or better than with fewer moves */
  grow() {
    const none = [false, true].map((held) => /** @type {[string, Rest]} */ ([keyOf(this.goal, 1, held), { strength: 1, moves: 0 }]));
    const gained = [new Map(none)];
    const best = new Map(none);
    for (let moves = 0; moves < this.most; moves += 1) gained.push(this.relaxed(best, gained[moves]));
    return gained;
  }

  /** @param {Map<string, Rest>} best @param {Map<string, Rest>} fresh @returns {Map<string, Rest>} one move put before every new rest */
  relaxed(best, fresh) {
    /** @type {Map<string, Rest>} */
    const better = new Map();
    for (const [key, rest] of fresh) {
      const { concept, sign, held } = readKey(key);
      for (const move of this.arriving(concept)) {
        if (move.holds !== held) continue;
        const value = { strength: rest.strength * move.strength, moves: rest.moves + 1 };
        for (const before of move.definitional ? [false] : [false, true]) {
          const earlier = keyOf(move.source, sign * move.sign, before);
          const known = best.get(earlier);
          if (known && !exceeds(value, known)) continue;
          best.set(earlier, value);
          better.set(earlier, value);
        }
      }
    }
    return better;
  }

  /** @param {string} concept @returns {Move[]} */
  arriving(concept) {
    const own = (this.network.arriving.get(concept) ?? []).filter((move) => move.source !== this.goal);
    return concept === this.goal ? [...this.last.values(), ...own] : own;
  }
}

/** The ways from a start to the goal of an outlook, one by one. `gaveUp`: it stopped at its limit; more may exist. */
export class Ways {
  /** @param {Network} network @param {string} start @param {Outlook} outlook */
  constructor(network, start, outlook) {
    this.network = network;
    this.outlook = outlook;
    this.gaveUp = false;
    this.lookedAt = 0;
    this.waiting = new Heap();
    const begun = { moves: [], names: [], held: false, concept: start, sign: 1, strength: 1, visited: new Set([start]), left: new Set() };
    if (outlook.best(start, outlook.most, false)) this.waiting.push({ strength: 0, moves: 0, names: [], before: begun, move: null });
  }

  /** @returns {Way | null} the next best way */
  next() {
    for (let first = this.waiting.size ? this.due() : null; first; first = this.waiting.size ? this.due() : null) {
      const way = first.move ? this.extended(first.before, first.move) : first.before;
      if (way.concept === this.outlook.goal) return way;
      for (const move of this.onward(way)) this.push(way, move);
    }
    return null;
  }

  /** @returns {Waiting | null} */
  due() {
    if (this.lookedAt >= MOST) this.gaveUp = true;
    if (this.gaveUp) return null;
    this.lookedAt += 1;
    return this.waiting.pop();
  }

  /** @param {Way} way @param {Move} move */
  push(way, move) {
    const moves = way.moves.length + 1;
    const rest = this.outlook.best(move.target, this.outlook.most - moves, move.holds);
    if (!rest) return;
    const strength = Number((way.strength * move.strength * rest.strength).toFixed(12));
    this.waiting.push({ strength, moves: moves + rest.moves, names: [...way.names, ...move.names], before: way, move });
  }

  /** @param {Way} way @returns {Move[]} the moves that may follow */
  onward(way) {
    const open = (/** @type {Move} */ move) => {
      if ((way.held && move.definitional) || move.through.some((concept) => way.visited.has(concept))) return false;
      return move.definitional || move.target === this.outlook.goal || !way.left.has(this.network.core(move.target));
    };
    const last = this.outlook.last.get(way.concept);
    return [...(this.network.leaving.get(way.concept) ?? []).filter(open), ...(last ? [last] : [])];
  }

  /** @param {Way} way @param {Move} move @returns {Way} */
  extended(way, move) {
    return {
      moves: [...way.moves, move],
      names: [...way.names, ...move.names],
      held: move.holds,
      concept: move.target,
      sign: way.sign * move.sign,
      strength: way.strength * move.strength,
      visited: new Set([...way.visited, ...move.through]),
      left: move.definitional ? way.left : new Set([...way.left, ...this.network.place(way.concept)]),
    };
  }
}

/** What waits its turn, the strongest on top. */
class Heap {
  constructor() {
    /** @type {Waiting[]} */
    this.items = [];
  }

  get size() {
    return this.items.length;
  }

  /** @param {Waiting} item */
  push(item) {
    const { items } = this;
    let at = items.push(item) - 1;
    for (let up = (at - 1) >> 1; at > 0 && precedes(item, items[up]); up = (at - 1) >> 1) {
      items[at] = items[up];
      at = up;
    }
    items[at] = item;
  }

  /** @returns {Waiting} the first; only of a heap that is not empty */
  pop() {
    const { items } = this;
    const top = items[0];
    const last = /** @type {Waiting} */ (items.pop());
    if (!items.length) return top;
    let at = 0;
    for (let down = 1; down < items.length; down = 2 * at + 1) {
      if (down + 1 < items.length && precedes(items[down + 1], items[down])) down += 1;
      if (!precedes(items[down], last)) break;
      items[at] = items[down];
      at = down;
    }
    items[at] = last;
    return top;
  }
}

/** @param {Waiting} a @param {Waiting} b @returns {boolean} */
function precedes(a, b) {
  if (a.strength !== b.strength) return a.strength > b.strength;
  if (a.moves !== b.moves) return a.moves < b.moves;
  const differing = a.names.findIndex((name, index) => name !== b.names[index]);
  if (differing < 0) return a.names.length < b.names.length;
  return differing < b.names.length && a.names[differing] < b.names[differing];
}

/** @param {Rest} one @param {Rest} other @returns {boolean} stronger, or as strong (but for rounding) and shorter */
function exceeds(one, other) {
  return one.strength > other.strength * CLOSE || (one.strength * CLOSE >= other.strength && one.moves < other.moves);
}

/** @param {string} concept @param {number} sign @param {boolean} held @returns {string} */
function keyOf(concept, sign, held) {
  return `${sign + 1}${held ? 1 : 0}${concept}`;
}

/** @param {string} key @returns {{ concept: string, sign: number, held: boolean }} */
function readKey(key) {
  return { concept: key.slice(2), sign: Number(key[0]) - 1, held: key[1] === "1" };
}
