/** A draft to begin with, of sentences that the graph has something to say about. */

export const EXAMPLE = `# Why do my knees fall in?

Weak glutes always cause knee valgus. If yours drift in on every squat, a weak gluteus medius causes knee valgus far more often than shoes do.

The VMO controls patellar tracking. That is why so many programmes begin with it.

Clamshells do not train the gluteus medius. Do weak glutes cause knee pain? Ask three coaches and count the answers.

Overpronation is proven to cause knee pain, and shin splints cause overpronation.
`;
