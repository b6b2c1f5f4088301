import { hex } from "../hash.ts";
import { ACCOUNT } from "../row.ts";
import type { Answer } from "./question.ts";

/**
 * A parameter's value: of AWS's own public parameters the id of an image, or the JSON text that describes one, as the
 * ECS developer guide shows it ("Retrieving Amazon ECS-optimized Linux AMI metadata"); of all others a made-up text.
 */
function valueOf(name: string, region: string): string {
    if (!name.startsWith("/aws/service/")) return "made-up-value";
    const image = `ami-0${hex(`${region} ${name.replace(/\/image_id$/, "")}`, 16)}`;
    const last = name.split("/").at(-1) ?? "";
    if (last === "recommended") {
        const version = {
            schema_version: 1,
            os: "Amazon Linux 2",
            ecs_runtime_version: "Docker version 25.0.3",
        };
        return JSON.stringify({ ...version, image_name: "made-up-ecs-hvm", image_id: image });
    }
    const isImage = /^(image_id|ami-id|latest)$/.test(last) || /\/ami-[\w-]*latest\//.test(name);
    return isImage ? image : "made-up-value";
}

export const PARAMETER_ANSWERS: Record<string, Answer> = {
    // Nothing is there before somebody puts it there.
    "ssm/getParametersByPath": ({ args }) => ({ id: String(args.path) }),
    "ssm/getParameter": ({ args, region }) => {
        const name = String(args.name);
        const value = valueOf(name, region);
        const arn = `arn:aws:ssm:${region}:${ACCOUNT}:parameter/${name.replace(/^\//, "")}`;
        return { id: name, arn, type: "String", value, insecureValue: value, version: 1 };
    },
};
