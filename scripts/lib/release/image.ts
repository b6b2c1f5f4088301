import { DescribeImagesCommand } from "@aws-sdk/client-ecr";
import { asked, AwsRefusal, type Cloud } from "../cloud.ts";
import { Misuse, Refusal } from "../command.ts";
import { plain } from "../table.ts";
import type { World } from "../world.ts";

const DIGEST = /^(?<repository>[\w.:/-]+)@(?<digest>sha256:[0-9a-f]{64})$/;
/** The example that the program builds has a tag, which nobody can move in its repository. */
const NAMED = /^(?<repository>[\w.:/-]+?)(?:@(?<digest>sha256:[0-9a-f]{64})|:(?<tag>[\w.-]+))$/;
const ECR = /^(?<account>\d{12})\.dkr\.ecr\.(?<region>[\w-]+)\.amazonaws\.com(\.cn)?\/(?<name>.+)$/;

export function checkImage(image: string): string {
    if (DIGEST.test(image)) return image;
    throw new Misuse(
        `--image is ${plain(image)}; use repository@sha256: and the image's 64 hexadecimal digits: a tag can be moved under a running service.`,
    );
}

/** Refuses an image that its repository doesn't have; of a repository elsewhere than in ECR it says that nobody asked. */
export async function checkImageIsThere(
    cloud: Cloud,
    image: string,
    so: string,
    world: World,
): Promise<void> {
    const { repository = "", digest, tag } = NAMED.exec(image)?.groups ?? {};
    const { account, region, name } = ECR.exec(repository)?.groups ?? {};
    if (name === undefined) {
        world.err(`${image} is in no repository of ECR's, so whether it is there was not asked.`);
        return;
    }
    const imageIds = [{ imageDigest: digest, imageTag: tag }];
    const question = new DescribeImagesCommand({ registryId: account, repositoryName: name, imageIds });
    try {
        await asked("ecr:DescribeImages", cloud.images(region).send(question));
    } catch (error) {
        if (!(error instanceof AwsRefusal) || !/^(Image|Repository)NotFound/.test(error.code)) throw error;
        throw new Refusal(`The repository ${repository} has no image ${digest ?? tag}. ${so}`);
    }
}
