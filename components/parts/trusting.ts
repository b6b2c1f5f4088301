/** The policy of a role that one service of AWS, and nobody else, may take on. */
export function trusting(service: `${string}.amazonaws.com`): string {
    const Principal = { Service: service };
    return JSON.stringify({
        Version: "2012-10-17",
        Statement: [{ Effect: "Allow", Principal, Action: "sts:AssumeRole" }],
    });
}
