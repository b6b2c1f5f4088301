/** The longest that AWS Lambda lets a function work, in seconds. */
export const LAMBDA_SECONDS = 900;

/** What the deployment tells a function, read variable by variable; all that is wrong is told at once. */
export class Variables {
    private readonly env: NodeJS.ProcessEnv;
    private readonly faults: string[] = [];

    constructor(env: NodeJS.ProcessEnv) {
        this.env = env;
    }

    text(name: string): string {
        const value = this.env[name];
        if (!value) this.fault(`${name} is not set; use what the deployment sets`);
        return value ?? "";
    }

    /** A scheme of these and a host, and nothing behind it. */
    url(name: string, schemes = ["https"]): string {
        const value = this.text(name);
        const isGood =
            new RegExp(`^(${schemes.join("|")})://[^/?#@\\s]+$`).test(value) && URL.canParse(value);
        if (value && !isGood) this.fault(`${name} is ${value}; use https:// and a host`);
        return value;
    }

    /** A whole number from 1. */
    whole(name: string, most: number): number {
        const value = Number(this.env[name]);
        const isGood = /^\d+$/.test(this.env[name] ?? "") && value >= 1 && value <= most;
        const seen = JSON.stringify(this.env[name]);
        if (!isGood) this.fault(`${name} is ${seen}; use a whole number from 1 to ${most}`);
        return value;
    }

    fault(text: string): void {
        this.faults.push(text);
    }

    /** What was read, or an error that names each variable that is wrong. */
    checked<T>(read: T): T {
        if (this.faults.length > 0) throw new Error(`${this.faults.join(". ")}.`);
        return read;
    }
}
