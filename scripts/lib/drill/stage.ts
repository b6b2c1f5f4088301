import { once } from "node:events";
import { LEASE_SECONDS } from "../../../functions/switch/record.ts";
import { Generations } from "../local-generations.ts";
import { startMoto } from "../local-moto.ts";
import { privateFolder, removeFolder } from "../local-server.ts";
import { MOTO } from "../server-parts.ts";

/** What a drill started, to be stopped in the other order, however it ends. */
export class Stage {
    private readonly ends: (() => unknown)[] = [];

    /** Has this run at the end. */
    atTheEnd(end: () => unknown): void {
        this.ends.push(end);
    }

    async stop(): Promise<void> {
        for (let end = this.ends.pop(); end; end = this.ends.pop()) await end();
    }

    /** A folder that is gone at the end. */
    folder(): string {
        const folder = privateFolder();
        this.atTheEnd(() => removeFolder(folder));
        return folder;
    }

    /** Simulated AWS, and in it the secrets and the table of a database that has no generation yet. */
    async generations(): Promise<Generations> {
        const { port, process: moto } = await startMoto(`${MOTO.folder}/bin/moto_server`);
        const ended = once(moto, "exit");
        this.atTheEnd(() => (moto.kill("SIGTERM"), ended));
        const generations = await Generations.none(`http://127.0.0.1:${port}`, LEASE_SECONDS);
        this.atTheEnd(() => generations.stop());
        return generations;
    }
}
