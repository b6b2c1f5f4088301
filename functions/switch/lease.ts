import { LEASE_SECONDS, type SwitchRecord } from "./record.ts";

/**
 * Tells whether who runs a switch is alive, by its own clock alone: no two machines agree on the time. It calls nobody
 * dead whom it has not watched for as long as the lease.
 */
export class Lease {
    private readonly seconds: number;
    private readonly now: () => number;
    private seen: string | undefined;
    private since = 0;

    /** `now` in milliseconds, of a clock that only goes forward. */
    constructor(seconds = LEASE_SECONDS, now: () => number = () => performance.now()) {
        this.seconds = seconds;
        this.now = now;
    }

    isAlive(record: SwitchRecord | undefined): boolean {
        const sign = record && `${record.epoch} ${record.owner} ${record.beat}`;
        if (sign !== this.seen) [this.seen, this.since] = [sign, this.now()];
        return this.now() - this.since < this.seconds * 1000;
    }
}
