/**
 * US dollars in us-east-1 (vantage.sh/blog/fargate-pricing and egresscost.com/aws, which quote AWS's pages, read on
 * 2026-11-22): a second of a vCPU on Fargate, and a byte to the internet below 10 TB a month. One version is held against
 * another at the same prices: in other regions both are dearer, by nearly the same.
 */
const USD = {
    cpuSecond: { X86_64: 0.04048 / 3600, ARM64: 0.03238 / 3600 },
    byte: 0.09 / 1e9,
};

export type Architecture = keyof (typeof USD)["cpuSecond"];

/** What a version has used, and for how many requests. */
export interface Use {
    requests: number;
    cpuSeconds: number;
    /** To and from users: AWS counts them together. */
    bytes: number;
    /** What the app says that it has paid others. */
    paidUsd: number;
}

/** US dollars that a million requests cost, part by part. */
export function perMillion({ requests, cpuSeconds, bytes, paidUsd }: Use, architecture: Architecture) {
    const million = 1e6 / requests;
    const parts = {
        CPU: cpuSeconds * USD.cpuSecond[architecture] * million,
        traffic: bytes * USD.byte * million,
        "paid calls": paidUsd * million,
    };
    return { parts, usd: Object.values(parts).reduce((sum, part) => sum + part, 0) };
}
