const SIGNALS = ["SIGINT", "SIGTERM", "SIGHUP"] as const;

/** Lets work come to an early end when somebody wants that: a first signal asks for it, and a second one ends the process. */
export async function untilSignal<T>(work: (signal: AbortSignal) => Promise<T>): Promise<T> {
    const asked = new AbortController();
    const stop = () => {
        asked.abort();
        leave();
    };
    const leave = () => SIGNALS.forEach((name) => process.off(name, stop));
    for (const name of SIGNALS) process.on(name, stop);
    try {
        return await work(asked.signal);
    } finally {
        leave();
    }
}
