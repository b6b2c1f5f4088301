/** An error as ECS says it. */
export class EcsError extends Error {
    readonly code: string;

    constructor(code: string, message: string) {
        super(message);
        this.code = code;
    }
}

export const group = (name: string) =>
    `arn:aws:elasticloadbalancing:eu-central-1:123456789012:targetgroup/${name}/0123456789abcdef`;
export const rule = (name: string) =>
    `arn:aws:elasticloadbalancing:eu-central-1:123456789012:listener-rule/app/web/0123456789abcdef/${name}/0`;
export const LOG_GROUP = "/shop-live/web";
export const SERVICE = "arn:aws:ecs:eu-central-1:123456789012:service/live/web";
