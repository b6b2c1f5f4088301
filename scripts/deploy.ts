/**
 * Releases an image: refuses while something speaks against it, deploys it, and says by ECS itself whether it serves.
 *
 *     npm run deploy -- --stack staging --image 123456789012.dkr.ecr.eu-central-1.amazonaws.com/shop@sha256:…
 */
import { signIn } from "./lib/cloud.ts";
import { answer, Misuse, Refusal, start, type Command, type Given } from "./lib/command.ts";
import { yesOption } from "./lib/confirm.ts";
import { environmentOf, stackOption, type Environment } from "./lib/environment.ts";
import { release, SCALES_UP_WITHIN } from "./lib/release/deploy.ts";
import { checkImage } from "./lib/release/image.ts";
import { followed } from "./lib/interrupted.ts";
import { isPromotedTo } from "./lib/release/place.ts";
import type { Asked } from "./lib/release/scene.ts";
import type { World } from "./lib/world.ts";

const command: Command = {
    name: "deploy",
    says: "Releases an image, and exits 0 only when it serves every request and is healthy, by ECS and the load balancer.",
    example:
        "npm run deploy -- --stack staging --image 123456789012.dkr.ecr.eu-central-1.amazonaws.com/shop@sha256:<64 hex>",
    options: {
        ...stackOption,
        image: { type: "string", value: "IMAGE", says: "The image by digest: repository@sha256:…" },
        "fix-forward": {
            type: "string",
            value: "REASON",
            says: "Release it though a rollback alarm is red, and why: 10 to 256 characters, kept with the release.",
        },
        "skip-promotion": {
            type: "string",
            value: "REASON",
            says: "Release it to an environment that takes what another has proven, and why: 10 to 256 characters, kept.",
        },
        "despite-faults": { type: "boolean", says: "Go on though the rehearsal finds faults." },
        ...yesOption,
    },
    exits: { good: "it serves 100 % and is healthy", faults: "it does not, and what serves is said" },
};

function askedIn(given: Given): Asked {
    const image = given.text("image");
    if (image === undefined) throw new Misuse("which image? Use --image repository@sha256:…");
    const [fixForward, skipPromotion] = [reasonIn(given, "fix-forward"), reasonIn(given, "skip-promotion")];
    return {
        ...{ image: checkImage(image), fixForward, skipPromotion },
        ...{ isYes: given.flag("yes"), isDespiteFaults: given.flag("despite-faults") },
    };
}

function reasonIn(given: Given, option: string): string | undefined {
    const reason = given.text(option)?.trim();
    if (reason !== undefined && !/^[^\p{Cc}]{10,256}$/u.test(reason))
        throw new Misuse(`--${option} is "${reason}"; use why it has to be, in 10 to 256 characters.`);
    return reason;
}

/** What was proven nowhere reaches no users of an environment that has another one before it, but by somebody's word. */
function refuseUnproven(environment: Environment, { image, skipPromotion }: Asked): void {
    if (skipPromotion !== undefined || !isPromotedTo(environment)) return;
    const { stack } = environment;
    throw new Refusal(
        `${stack} takes what another environment has proven (airworthy:images.repository is elsewhere): npm run promote -- --to ${stack} --from <environment>. If it can't wait for that: npm run deploy -- --stack ${stack} --image ${image} --skip-promotion <reason>. Nothing was changed.`,
    );
}

export function main(argv: string[], world: World, scaleUpSeconds = SCALES_UP_WITHIN): Promise<number> {
    return answer(command, argv, world, async (given) => {
        const ask = askedIn(given);
        const environment = await environmentOf(given.text("stack"), world);
        refuseUnproven(environment, ask);
        const cloud = await signIn(environment);
        const { stack } = environment;
        const toTakeBack = `npm run rollback -- --stack ${stack}`;
        return followed({ command: command.name, stack, world, toTakeBack }, () =>
            release(environment, cloud, ask, world, scaleUpSeconds),
        );
    });
}

start(import.meta.url, main);
