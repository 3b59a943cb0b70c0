-- What the providers ask, under the names, with the parameters and the columns that they document. Each changes all or
-- nothing in one statement, and the version is the guard: of two that change at once one finds it moved.

--- InsertMembershipVersionKey
WITH made AS (INSERT INTO cluster (id, version) VALUES (@DeploymentId, 0) ON CONFLICT DO NOTHING RETURNING 1)
SELECT EXISTS (SELECT 1 FROM made)

--- InsertMembershipKey
WITH moved AS (
    UPDATE cluster SET version = version + 1 WHERE id = @DeploymentId AND version = @Version AND NOT EXISTS (
        SELECT 1 FROM silo
        WHERE cluster = @DeploymentId AND address = @Address AND port = @Port AND generation = @Generation)
    RETURNING 1
), made AS (
    INSERT INTO silo (
        cluster, address, port, generation, gateway_port, status, name, host, started_at, alive_at)
    SELECT @DeploymentId, @Address, @Port, @Generation, @ProxyPort, @Status, @SiloName, @HostName, @StartTime, @IAmAliveTime
    FROM moved
    RETURNING 1
)
SELECT EXISTS (SELECT 1 FROM made)

--- UpdateMembershipKey
WITH moved AS (
    UPDATE cluster SET version = version + 1 WHERE id = @DeploymentId AND version = @Version AND EXISTS (
        SELECT 1 FROM silo
        WHERE cluster = @DeploymentId AND address = @Address AND port = @Port AND generation = @Generation)
    RETURNING 1
), changed AS (
    UPDATE silo SET status = @Status, suspects = @SuspectTimes, alive_at = @IAmAliveTime
    FROM moved
    WHERE cluster = @DeploymentId AND address = @Address AND port = @Port AND generation = @Generation
    RETURNING 1
)
SELECT EXISTS (SELECT 1 FROM changed)

--- UpdateIAmAlivetimeKey
UPDATE silo SET alive_at = @IAmAliveTime
WHERE cluster = @DeploymentId AND address = @Address AND port = @Port AND generation = @Generation

--- MembershipReadRowKey
SELECT c.version AS Version, s.address AS Address, s.port AS Port, s.generation AS Generation, s.name AS SiloName,
    s.host AS HostName, s.status AS Status, s.gateway_port AS ProxyPort, s.suspects AS SuspectTimes,
    s.started_at AS StartTime, s.alive_at AS IAmAliveTime
FROM cluster AS c
LEFT JOIN silo AS s ON s.cluster = c.id AND s.address = @Address AND s.port = @Port AND s.generation = @Generation
WHERE c.id = @DeploymentId

--- MembershipReadAllKey
SELECT c.version AS Version, s.address AS Address, s.port AS Port, s.generation AS Generation, s.name AS SiloName,
    s.host AS HostName, s.status AS Status, s.gateway_port AS ProxyPort, s.suspects AS SuspectTimes,
    s.started_at AS StartTime, s.alive_at AS IAmAliveTime
FROM cluster AS c LEFT JOIN silo AS s ON s.cluster = c.id
WHERE c.id = @DeploymentId

--- GatewaysQueryKey
SELECT address AS Address, gateway_port AS ProxyPort, generation AS Generation FROM silo
WHERE cluster = @DeploymentId AND status = @Status AND gateway_port > 0

--- DeleteMembershipTableEntriesKey
WITH silos AS (DELETE FROM silo WHERE cluster = @DeploymentId) DELETE FROM cluster WHERE id = @DeploymentId

--- CleanupDefunctSiloEntriesKey
DELETE FROM silo WHERE cluster = @DeploymentId AND status = 6 AND alive_at < @IAmAliveTime

--- ReadFromStorageKey
SELECT payload AS PayloadBinary, version AS Version FROM grain_state
WHERE id_hash = @GrainIdHash AND type_hash = @GrainTypeHash AND n0 = @GrainIdN0 AND n1 = @GrainIdN1
    AND type = @GrainTypeString AND extension = coalesce(@GrainIdExtensionString, '') AND service = @ServiceId

--- WriteToStorageKey
WITH changed AS (
    UPDATE grain_state SET payload = @PayloadBinary, version = version + 1, changed_at = now()
    WHERE id_hash = @GrainIdHash AND type_hash = @GrainTypeHash AND n0 = @GrainIdN0 AND n1 = @GrainIdN1
        AND type = @GrainTypeString AND extension = coalesce(@GrainIdExtensionString, '') AND service = @ServiceId
        AND version = CAST(@GrainStateVersion AS integer)
    RETURNING version
), made AS (
    INSERT INTO grain_state (id_hash, type_hash, n0, n1, type, extension, service, version, payload)
    SELECT @GrainIdHash, @GrainTypeHash, @GrainIdN0, @GrainIdN1, @GrainTypeString, coalesce(@GrainIdExtensionString, ''),
        @ServiceId, 1, @PayloadBinary
    WHERE CAST(@GrainStateVersion AS integer) IS NULL
    ON CONFLICT DO NOTHING
    RETURNING version
)
SELECT (SELECT version FROM changed UNION ALL SELECT version FROM made) AS NewGrainStateVersion

--- ClearStorageKey
WITH changed AS (
    UPDATE grain_state SET payload = NULL, version = version + 1, changed_at = now()
    WHERE id_hash = @GrainIdHash AND type_hash = @GrainTypeHash AND n0 = @GrainIdN0 AND n1 = @GrainIdN1
        AND type = @GrainTypeString AND extension = coalesce(@GrainIdExtensionString, '') AND service = @ServiceId
        AND version = CAST(@GrainStateVersion AS integer)
    RETURNING version
)
SELECT (SELECT version FROM changed) AS NewGrainStateVersion

--- DeleteStorageKey
WITH deleted AS (
    DELETE FROM grain_state
    WHERE id_hash = @GrainIdHash AND type_hash = @GrainTypeHash AND n0 = @GrainIdN0 AND n1 = @GrainIdN1
        AND type = @GrainTypeString AND extension = coalesce(@GrainIdExtensionString, '') AND service = @ServiceId
        AND version = CAST(@GrainStateVersion AS integer)
    RETURNING version + 1 AS version
)
SELECT (SELECT version FROM deleted) AS NewGrainStateVersion
