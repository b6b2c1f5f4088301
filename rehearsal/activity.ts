/** How the SDK's own log (severity debug) tells that a resource was made, and that all it depends on is there. */
const MADE = /^(?:Registering|Reading) resource: t=([^,]*), name=(.*?)(?:, custom=\w+, remote=\w+)?$/s;
const PREPARED =
    /^(?:Register|Read)Resource RPC prepared: (?:id=[^,]*, )?t=([^,]*), name=(.*?)(?:, obj=.*)?$/s;

/** As many names as a message can hold; the rest is counted. */
const MOST_NAMES = 8;

function listed(names: string[]): string {
    const rest = names.length - MOST_NAMES;
    return names.slice(0, MOST_NAMES).join(", ") + (rest > 0 ? ` and ${rest} more` : "");
}

/** Where a run stands: what the program asked for, what it has made, and how long it has been silent. */
export class Activity {
    /** True once the program has nothing left to run, and says so. */
    isOver = false;
    private readonly underWay: string[] = [];
    private readonly made: string[] = [];
    private last = "nothing yet";
    private timer: NodeJS.Timeout | undefined;
    private seconds: number;
    private readonly expired: (what: string) => void;
    private readonly others: () => string[];

    /** `others` are what the rehearsal itself waits for, such as a policy pack. */
    constructor(seconds: number, expired: (what: string) => void, others: () => string[]) {
        this.seconds = seconds;
        this.expired = expired;
        this.others = others;
        this.touch();
    }

    begin(what: string): () => void {
        this.underWay.push(what);
        this.touch();
        return () => {
            this.underWay.splice(this.underWay.indexOf(what), 1);
            this.last = what;
            this.touch();
        };
    }

    /** Whether nothing is under way. */
    get isIdle(): boolean {
        return this.underWay.length === 0;
    }

    /** Hears the SDK's own log: only there it says which resources it has not registered yet. */
    hear(message: string): void {
        const [made, prepared] = [MADE.exec(message), PREPARED.exec(message)];
        if (made) this.made.push(`${made[1]} "${made[2]}"`);
        const index = prepared ? this.made.indexOf(`${prepared[1]} "${prepared[2]}"`) : -1;
        if (index >= 0) this.made.splice(index, 1);
    }

    /** From now on the program may be silent for so long only. */
    hurry(seconds: number): void {
        this.seconds = Math.min(this.seconds, seconds);
        this.touch();
    }

    end(): void {
        clearTimeout(this.timer);
        this.timer = undefined;
    }

    /** Why a program that has nothing left to run has not finished; nothing where that can't be told. */
    get cycle(): string | undefined {
        if (!this.isOver || this.made.length === 0) return undefined;
        return (
            `The program ended while ${this.made.length} of its resources still waited for something they ` +
            `depend on: ${listed(this.made)}. Each waits for another of them, which is a dependency cycle, ` +
            "or for a promise that nothing settles. Look at their arguments, dependsOn and parent."
        );
    }

    private touch(): void {
        clearTimeout(this.timer);
        this.timer = setTimeout(() => {
            const asked = [...this.others(), ...this.underWay];
            const waiting =
                asked.length > 0
                    ? listed(asked)
                    : "the program itself, which runs without end or awaits what never comes";
            const made = this.made.length > 0 ? ` Made and not registered yet: ${listed(this.made)}.` : "";
            this.expired(`It waits for ${waiting}; the last that it asked for was ${this.last}.${made}`);
        }, this.seconds * 1000);
    }
}
