/** A draft to begin with, of sentences that the graph has something to say about. */

export const EXAMPLE = `# Why do my knees fall in?

Weak glutes always cause knee valgus. In runners who sit all day it shows on the first squat: a weak gluteus medius causes knee valgus, whatever the shoes.

The VMO controls patellar tracking. That is why so many programmes begin with it.

Clamshells do not train the gluteus medius. Clamshells target the gluteus medius. Which of the two did you hear last?

Overpronation is proven to cause shin splints, and shin splints cause overpronation. A strong glute med improves running form.

Do weak glutes cause knee pain? Ask three people and count the answers.
`;
