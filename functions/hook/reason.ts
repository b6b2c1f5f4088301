/** What was wrong, in a line of the log: our own words as they are, anybody else's with the name of the error. */
export function reasonOf(error: unknown): string {
    const { name, message } = error instanceof Error ? error : new Error(String(error));
    return name === "Error" ? message : `${name}: ${message}`;
}
