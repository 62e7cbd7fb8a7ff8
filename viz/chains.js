/**
 * Chains: how claims lead from one concept to another, strongest first, and the reason when they do not.
 *
 * @typedef {import("./data.js").Data} Data
 * @typedef {import("./asked.js").Step} Step
 * @typedef {import("./ways.js").Move} Move
 * @typedef {import("./ways.js").Network} Network
 * @typedef {{ steps: Step[], sign: number, toldBy: string[], contested: number[], weakest: number, score: number,
 *   strengths: number[] }} Chain
 * `sign`: 0 where no direction of effect is meant; `strengths`: what each step counts (of two that make one move, the first for both); `weakest` and `contested` count steps from 0.
 */

import { asked, stepOf } from "./asked.js";
import { Outlook, Ways } from "./ways.js";

const MOST_STEPS = 6;

/** The moves of a page, and all that is asked of them. */
export class Chains {
  /** @param {Data} data */
  constructor(data) {
    const { reasoning } = asked(data);
    this.data = data;
    this.open = reasoning.moves.map((raw) => moveOf(data, raw));
    this.shut = reasoning.closed.map((raw) => moveOf(data, raw));
    this.network = networkOf(data, this.open);
    this.narrower = narrowerIn(data);
  }

  /** @param {string} start @param {string} goal @param {number} limit @returns {{ chains: Chain[], gaveUp: boolean }} the best chains */
  find(start, goal, limit = 10) {
    /** @type {Chain[]} */
    const chains = [];
    if (start === goal) return { chains, gaveUp: false };
    const ways = this.ways(this.network, start, goal);
    for (let way = ways.next(); way && chains.length < limit; way = chains.length < limit ? ways.next() : null) {
      if (way.moves.some((move) => !structural(this.data, move))) chains.push(chainOf(this.data, way.moves));
    }
    return { chains, gaveUp: ways.gaveUp };
  }

  /** @param {string} start @param {string} goal @returns {string | null} why there is no chain; null when there is one */
  why(start, goal) {
    if (start === goal) return "same-concept";
    const { chains, gaveUp } = this.find(start, goal, 1);
    if (chains.length) return null;
    if (gaveUp) return "gave-up";
    if (this.leads(networkOf(this.data, [...this.open, ...this.shut]), start, goal)) return "only-disputed";
    const way = this.shortest(start, goal);
    if (way) return this.unusable(way);
    if (this.leads(this.network, goal, start)) return "only-backwards";
    return this.deadEnd(start, goal);
  }

  /** @param {Network} network @param {string} start @param {string} goal */
  ways(network, start, goal) {
    return new Ways(network, start, new Outlook(network, goal, this.into(goal), MOST_STEPS));
  }

  /** @param {string} goal @returns {Move[]} the last moves that count for a goal: from anything narrower to the goal itself */
  into(goal) {
    return this.narrower(goal).map((source) => ({
      ...{ steps: [], strength: 1, source, target: goal, sign: 1, definitional: false, holds: false },
      ...{ through: [goal], names: [`${source}.broader.${goal}`] },
    }));
  }

  /** @param {Network} network @param {string} start @param {string} goal @returns {boolean} whether there is a chain */
  leads(network, start, goal) {
    const ways = this.ways(network, start, goal);
    for (let way = ways.next(); way; way = ways.next()) {
      if (way.moves.some((move) => !structural(this.data, move))) return true;
    }
    return false;
  }

  /** @param {string} start @param {string} goal @returns {Move[] | null} the shortest way when only definitional moves may not follow one another */
  shortest(start, goal) {
    const leaving = groupBy([...this.open, ...this.into(goal)], (move) => move.source);
    /** @type {{ concept: string, held: boolean, moves: Move[] }[]} */
    let layer = [{ concept: start, held: false, moves: [] }];
    const seen = new Set([`0${start}`]);
    while (layer.length) {
      const found = layer.find(({ concept }) => concept === goal);
      if (found) return found.moves;
      layer = layer.flatMap(({ concept, held, moves }) =>
        (leaving.get(concept) ?? []).flatMap((move) => {
          const key = `${Number(move.holds)}${move.target}`;
          if ((held && move.definitional) || seen.has(key)) return [];
          seen.add(key);
          return [{ concept: move.target, held: move.holds, moves: [...moves, move] }];
        }),
      );
    }
    return null;
  }

  /** @param {Move[]} way @returns {string} */
  unusable(way) {
    if (way.every((move) => structural(this.data, move))) return "by-definition";
    return way.length > MOST_STEPS ? "too-long" : "in-circles";
  }

  /** @param {string} start @param {string} goal @returns {string} */
  deadEnd(start, goal) {
    const near = new Set([start, ...this.open.filter((move) => move.source === start && move.definitional).map((move) => move.target)]);
    const ends = new Set([goal, ...this.narrower(goal)]);
    for (const source of this.open.filter((move) => ends.has(move.target) && move.definitional).map((move) => move.source)) ends.add(source);
    const claims = this.open.filter((move) => !move.definitional);
    if (!claims.some((move) => near.has(move.source))) return "nothing-leaves";
    return claims.some((move) => ends.has(move.target)) ? "not-connected" : "nothing-arrives";
  }
}

/** @param {Data} data @param {Move} move @returns {boolean} whether nobody claims any of it */
function structural(data, move) {
  return move.steps.every((number) => stepOf(data, number).claim === null);
}

/** @param {Data} data @param {import("./asked.js").RawMove} raw @returns {Move} */
function moveOf(data, [numbers, strength, holds]) {
  const steps = numbers.map((number) => stepOf(data, number));
  return {
    steps: numbers,
    strength,
    source: steps[0].subject,
    target: steps[steps.length - 1].object,
    sign: steps.reduce((sign, step) => sign * step.sign, 1),
    definitional: steps[0].claim === null,
    holds: Boolean(holds),
    through: steps.map((step) => step.object),
    names: steps.map(nameOf),
  };
}

/** @param {Step} step @returns {string} */
function nameOf(step) {
  return step.claim ?? `${step.subject}.${step.relation}.${step.object}`;
}

/** @param {Data} data @param {Move[]} moves @returns {Network} */
function networkOf(data, moves) {
  const { cores, places } = asked(data).reasoning;
  const core = (/** @type {string} */ concept) => (Object.hasOwn(cores, concept) ? cores[concept] : concept);
  return {
    leaving: groupBy(moves, (move) => move.source),
    arriving: groupBy(moves, (move) => move.target),
    core,
    place: (concept) => [core(concept), ...(Object.hasOwn(places, core(concept)) ? places[core(concept)] : [])],
  };
}

/** @param {Data} data @returns {(concept: string) => string[]} everything below a concept, sorted */
function narrowerIn(data) {
  const pairs = [...data.concepts].flatMap(([id, { broader = [] }]) => broader.map((above) => ({ id, above })));
  const under = groupBy(pairs, ({ above }) => above);
  return (concept) => {
    const found = new Set([concept]);
    for (const above of found) for (const { id } of under.get(above) ?? []) found.add(id);
    return [...found].filter((id) => id !== concept).sort();
  };
}

/** @param {Data} data @param {Move[]} moves @returns {Chain} what moves that follow one another add up to */
function chainOf(data, moves) {
  const told = moves.flatMap((move) => stepsOf(data, move).map((step, index) => ({ step, strength: index ? 1 : move.strength, likens: move.steps.length > 1 })));
  const steps = told.map(({ step }) => step);
  const claims = told.flatMap(({ step, strength }, index) => (step.claim === null ? [] : [{ index, strength, claim: data.claims.get(step.claim) }]));
  const supporters = claims.map(({ claim }) => new Set(claim?.assertions.filter((one) => one.stance === "supports").map((one) => one.source)));
  const weakest = claims.reduce((least, one) => (one.strength < least.strength ? one : least), claims[0]);
  return {
    steps,
    sign: steps.reduce((sign, step) => sign * step.sign, 1),
    toldBy: told.some(({ likens }) => likens) ? [] : [...supporters[0]].filter((source) => supporters.every((some) => some.has(source))).sort(),
    contested: claims.filter(({ claim }) => claim?.standing === "contested").map(({ index }) => index),
    weakest: weakest.index,
    score: moves.reduce((score, move) => score * move.strength, 1),
    strengths: told.map(({ strength }) => strength),
  };
}

/** @param {Data} data @param {Move} move @returns {Step[]} a move to the goal from what is narrower has a step of its own */
function stepsOf(data, move) {
  if (move.steps.length) return move.steps.map((number) => stepOf(data, number));
  return [{ claim: null, sign: 1, scope: [], subject: move.source, relation: "broader", object: move.target }];
}

/** @template T @param {T[]} items @param {(item: T) => string} key @returns {Map<string, T[]>} */
function groupBy(items, key) {
  /** @type {Map<string, T[]>} */
  const found = new Map();
  for (const item of items) {
    const group = found.get(key(item));
    if (group) group.push(item);
    else found.set(key(item), [item]);
  }
  return found;
}
