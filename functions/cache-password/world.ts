import type { ElastiCacheClient } from "@aws-sdk/client-elasticache";
import type { SecretsManagerClient } from "@aws-sdk/client-secrets-manager";

/** The one user that a run is about, and the cache that it is a user of. */
export interface Place {
    /** What ElastiCache calls the user. */
    userId: string;
    /** What the user calls itself at the cache. */
    username: string;
    /** The primary endpoint. */
    host: string;
    port: number;
    /** Name of the secret. */
    secret: string;
}

/** What a run touches beside its own memory. */
export interface World {
    place: Place;
    secrets: SecretsManagerClient;
    elasticache: ElastiCacheClient;
    /** Whether the cache takes the password. A fault that is not about the password is thrown. */
    opens(place: Place, password: string): Promise<boolean>;
    pause(seconds: number): Promise<void>;
    log(entry: object): void;
}
