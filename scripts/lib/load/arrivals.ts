/**
 * When users come, in milliseconds from the beginning: as many as the rate says, each at a random moment that depends on no
 * other's. That is a Poisson process of which the number is known, and how people come; at even distances no two would
 * ever meet at the door, and the bursts that queues grow from would be missing.
 */
export function arrivals(rate: number, seconds: number, random: () => number): Float64Array {
    const count = Math.max(1, Math.round(rate * seconds));
    return Float64Array.from({ length: count }, () => random() * seconds * 1000).sort();
}
