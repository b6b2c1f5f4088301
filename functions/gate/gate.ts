import { refusing } from "./alarms.ts";
import { spend } from "./announcements.ts";
import { giveUp, migrate } from "./migrate.ts";
import { releaseOf } from "./release.ts";
import { passed, refused, type Answer, type World } from "./world.ts";

/**
 * Whether a deployment may start tasks. Not while a rollback alarm is red: ECS is documented to ignore one that is red from
 * the start, so that nothing would take the version back. A person may have announced the deployment as what mends that, or
 * as the way back. And not before its migrations are done, but for a way back: what served before has no newer ones.
 */
export async function judge(world: World): Promise<Answer> {
    const release = await releaseOf(world);
    const announced = await spend(world, release.image);
    const red = await refusing(world);
    if (red.length > 0 && announced === undefined) {
        await giveUp(world);
        return refused(`${red.join(", ")}, and nobody has announced ${release.image} as what mends that.`);
    }
    const said = announced && `${announced.why} by ${announced.by} (${announced.reason})`;
    const despite = red.length > 0 ? `${red.join(", ")}; let in for ${said}. ` : "";
    if (announced?.why === "rollback") return passed(`${despite}No migrations: ${said}.`);
    if (world.migration === undefined) return passed(`${despite}No migrations: it has none.`);
    // Its migrations ran when it came in; those of a version that somebody went back from may be newer.
    if (release.serving === release.image) return passed(`${despite}No migrations: ${release.image} serves.`);
    const answer = await migrate(world, world.migration, release);
    return { ...answer, why: despite + answer.why };
}
