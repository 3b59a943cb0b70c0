-- What Orleans keeps in PostgreSQL: who is in the cluster, and the state of grains that a backend adds. Nothing of
-- MessageSync's own is here.

-- The queries of the providers, which read them from here by name.
CREATE TABLE IF NOT EXISTS orleansquery (
    querykey     text         COLLATE "C" PRIMARY KEY,
    querytext    text         NOT NULL
);

-- One row for each cluster. Whoever changes its silos moves the version on from the one that was read.
CREATE TABLE IF NOT EXISTS cluster (
    id           text         COLLATE "C" PRIMARY KEY,
    version      integer      NOT NULL
);

-- One row for each start of a silo.
CREATE TABLE IF NOT EXISTS silo (
    cluster      text         COLLATE "C" NOT NULL,     -- cluster.id
    address      text         COLLATE "C" NOT NULL,     -- IP address
    port         integer      NOT NULL,                 -- where silos reach it
    generation   integer      NOT NULL,                 -- which start it is, later ones are greater
    gateway_port integer      NOT NULL,                 -- where clients reach it; 0 for not at all
    status       integer      NOT NULL,                 -- of the enumeration SiloStatus: 3 is active, 6 dead
    name         text         NOT NULL,
    host         text         NOT NULL,
    suspects     text,                                  -- who does not hear from it, since when
    started_at   timestamptz  NOT NULL,
    alive_at     timestamptz  NOT NULL,                 -- it said so itself, now and then
    PRIMARY KEY (cluster, address, port, generation)
);

-- One row for each grain with state.
CREATE TABLE IF NOT EXISTS grain_state (
    n0           bigint       NOT NULL,                 -- a key that is a number or a GUID; 0 for text
    n1           bigint       NOT NULL,
    id_hash      integer      NOT NULL,
    type_hash    integer      NOT NULL,
    version      integer      NOT NULL,                 -- its ETag
    service      text         COLLATE "C" NOT NULL,     -- the cluster's service id
    type         text         COLLATE "C" NOT NULL,     -- of the grain
    extension    text         COLLATE "C" NOT NULL,     -- a key that is text; empty for none
    payload      bytea,                                 -- null when cleared
    changed_at   timestamptz  NOT NULL DEFAULT now(),
    PRIMARY KEY (id_hash, type_hash, n0, n1, type, extension, service)
);
