/**
 * Says something when Ctrl-C ends a command that only watches what AWS does; without it, it ends without a word. The exit
 * code is that of shells for it, 130.
 */
export async function sayingOnInterrupt<T>(say: () => void, work: () => Promise<T>): Promise<T> {
    const stop = () => {
        say();
        // A child that runs is told by its own listener first.
        setImmediate(() => process.exit(130));
    };
    process.once("SIGINT", stop);
    try {
        return await work();
    } finally {
        process.off("SIGINT", stop);
    }
}

/** What is so when somebody has stopped a command about a release. */
export function goesOn(stack: string): string {
    return `you have stopped the command, and nothing in AWS: what ECS has begun goes on. Where it stands: npm run status -- --stack ${stack}. The same command goes on from there.`;
}
