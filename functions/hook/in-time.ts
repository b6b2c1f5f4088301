/** Kept back of the time that AWS Lambda gives, for the answer: a function that is ended says nothing. */
export const RESERVE_SECONDS = 5;

/** What AWS Lambda says of a call; elsewhere nobody ends it. */
export interface Context {
    getRemainingTimeInMillis?: () => number;
}

/** What the work comes to, or an error in time for an answer: a question to AWS that nobody answers has no end of its own. */
export async function inTime<T>(work: Promise<T>, { getRemainingTimeInMillis: left }: Context): Promise<T> {
    if (!left) return work;
    const seconds = left() / 1000 - RESERVE_SECONDS;
    let timer: NodeJS.Timeout | undefined;
    const late = new Promise<never>((_, refuse) => {
        const say = () => refuse(new Error(`there was no verdict within ${Math.round(seconds)} s`));
        timer = setTimeout(say, Math.max(0, seconds) * 1000);
    });
    return Promise.race([work, late]).finally(() => clearTimeout(timer));
}
