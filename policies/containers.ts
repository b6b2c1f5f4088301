/** The part of a container's definition that rules look at, in the words of ECS's API. */
export interface Container {
    name?: string;
    image?: string;
    user?: string;
    privileged?: boolean;
    /** Whether the task ends when it does. */
    essential?: boolean;
    /** MiB at which it is ended. */
    memory?: number;
    portMappings?: { containerPort?: number }[];
    readonlyRootFilesystem?: boolean;
    linuxParameters?: {
        initProcessEnabled?: boolean;
        capabilities?: { add?: string[]; drop?: string[] };
    };
    command?: string[];
    entryPoint?: string[];
    environment?: { name: string; value: string }[];
    secrets?: { name: string; valueFrom: string }[];
    logConfiguration?: { logDriver?: string; options?: Record<string, string> };
    /** Seconds. */
    stopTimeout?: number;
}

/** The provider reads the text without looking at upper and lower case, as Go does: "Privileged" is privileged. */
const spellings = [
    ...[
        "name",
        "image",
        "user",
        "privileged",
        "readonlyRootFilesystem",
        "linuxParameters",
        "initProcessEnabled",
    ],
    ...["capabilities", "add", "drop", "command", "entryPoint", "environment", "value", "logConfiguration"],
    ...[
        "logDriver",
        "options",
        "stopTimeout",
        "secrets",
        "valueFrom",
        "essential",
        "memory",
        "portMappings",
        "containerPort",
    ],
];
const spelled = new Map(spellings.map((key) => [key.toLowerCase(), key]));

function asSpelled(_key: string, value: unknown): unknown {
    if (typeof value !== "object" || value === null || Array.isArray(value)) return value ?? undefined;
    const entries = Object.entries(value);
    return Object.fromEntries(entries.map(([key, one]) => [spelled.get(key.toLowerCase()) ?? key, one]));
}

/** What is wrong with the containers of a task definition, each by its name; nothing where none has a fault. */
export function eachContainer(
    task: { containerDefinitions: string },
    faultOf: (container: Container) => string | undefined,
): string | undefined {
    const containers = containersOf({ props: task });
    if (containers.length === 0) return "It defines no container.";
    const faults = containers.flatMap((container) => {
        const fault = faultOf(container);
        return fault === undefined ? [] : [`Container ${container.name ?? "without a name"} ${fault}`];
    });
    return faults.length > 0 ? faults.join("\n") : undefined;
}

/** The containers of a task definition; none for what defines none. */
export function containersOf({ props }: { props: { containerDefinitions: string } }): Container[] {
    const containers: unknown = JSON.parse(props.containerDefinitions, asSpelled);
    return Array.isArray(containers) && containers.some(Boolean) ? (containers as Container[]) : [];
}
