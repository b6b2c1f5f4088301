import { availableParallelism, loadavg } from "node:os";

/**
 * How many times as long as on a quiet machine it takes here until a process gets its turn, as a rule: what is ready to run
 * for each processor, in the last minute; from 1 to 3. For what a test shortens, as a lease: of a process that stands still
 * for 2 s on a busy machine, a lease of 1.5 s would say that it is dead.
 */
export const busyness = Math.min(3, Math.max(1, loadavg()[0]! / availableParallelism()));
