using MessageSync.Conformance;

namespace MessageSync.Storage.Postgres.Tests;

public sealed class PostgresTimelineStoreTests : TimelineStoreConformance
{
    protected override Task<TestStore> OpenAsync() => PostgresTestStore.OpenAsync();
}

public sealed class PostgresMembershipTests : MembershipConformance
{
    protected override Task<TestStore> OpenAsync() => PostgresTestStore.OpenAsync();
}

public sealed class PostgresInboxStoreTests : InboxStoreConformance
{
    protected override Task<TestStore> OpenAsync() => PostgresTestStore.OpenAsync();
}

public sealed class PostgresTrimTests : TrimConformance
{
    protected override Task<TestStore> OpenAsync() => PostgresTestStore.OpenAsync();
}

public sealed class PostgresSyncTests : SyncConformance
{
    protected override Task<TestStore> OpenAsync() => PostgresTestStore.OpenAsync();
}

public sealed class PostgresSweepTests : SweepConformance
{
    protected override Task<TestStore> OpenAsync() => PostgresTestStore.OpenAsync();
}

public sealed class PostgresDirectoryStoreTests : DirectoryStoreConformance
{
    protected override Task<TestStore> OpenAsync() => PostgresTestStore.OpenAsync();
}

public sealed class PostgresWriterTests : WriterConformance
{
    protected override Task<TestStore> OpenAsync() => PostgresTestStore.OpenAsync();
}

public sealed class PostgresFenceTests : FenceConformance
{
    protected override Task<TestStore> OpenAsync() => PostgresTestStore.OpenAsync();
}

public sealed class PostgresJournalTests : JournalConformance
{
    protected override Task<TestStore> OpenAsync() => PostgresTestStore.OpenAsync();
}

public sealed class PostgresLagTests : LagConformance
{
    protected override Task<TestStore> OpenAsync() => PostgresTestStore.OpenAsync();
}

public sealed class PostgresInstructionTests : InstructionConformance
{
    protected override Task<TestStore> OpenAsync() => PostgresTestStore.OpenAsync();
}

public sealed class PostgresSettingsTests : SettingsConformance
{
    protected override Task<TestStore> OpenAsync() => PostgresTestStore.OpenAsync();
}
