/** The part of a container's definition that rules look at, in the words of ECS's API. */
export interface Container {
    name?: string;
    image?: string;
    user?: string;
    privileged?: boolean;
    readonlyRootFilesystem?: boolean;
    linuxParameters?: { capabilities?: { drop?: string[] } };
    environment?: { name: string; value: string }[];
    logConfiguration?: { logDriver: string };
    stopTimeout?: number;
}

/** What is wrong with the containers of a task definition, each by its name; nothing where none has a fault. */
export function eachContainer(
    task: { containerDefinitions: string },
    faultOf: (container: Container) => string | undefined,
): string | undefined {
    const containers = JSON.parse(task.containerDefinitions) as Container[];
    const faults = containers.flatMap((container) => {
        const fault = faultOf(container);
        return fault === undefined ? [] : [`Container ${container.name ?? "without a name"} ${fault}`];
    });
    return faults.length > 0 ? faults.join("\n") : undefined;
}
