using MessageSync.Conformance;

namespace MessageSync.Storage.Sqlite.Tests;

public sealed class SqliteTimelineStoreTests : TimelineStoreConformance
{
    protected override Task<TestStore> OpenAsync() => SqliteTestStore.OpenAsync();
}

public sealed class SqliteMembershipTests : MembershipConformance
{
    protected override Task<TestStore> OpenAsync() => SqliteTestStore.OpenAsync();
}

public sealed class SqliteInboxStoreTests : InboxStoreConformance
{
    protected override Task<TestStore> OpenAsync() => SqliteTestStore.OpenAsync();
}

public sealed class SqliteTrimTests : TrimConformance
{
    protected override Task<TestStore> OpenAsync() => SqliteTestStore.OpenAsync();
}

public sealed class SqliteSyncTests : SyncConformance
{
    protected override Task<TestStore> OpenAsync() => SqliteTestStore.OpenAsync();
}

public sealed class SqliteSweepTests : SweepConformance
{
    protected override Task<TestStore> OpenAsync() => SqliteTestStore.OpenAsync();
}

public sealed class SqliteDirectoryStoreTests : DirectoryStoreConformance
{
    protected override Task<TestStore> OpenAsync() => SqliteTestStore.OpenAsync();
}

public sealed class SqliteWriterTests : WriterConformance
{
    protected override Task<TestStore> OpenAsync() => SqliteTestStore.OpenAsync();
}

public sealed class SqliteFenceTests : FenceConformance
{
    protected override Task<TestStore> OpenAsync() => SqliteTestStore.OpenAsync();
}

public sealed class SqliteJournalTests : JournalConformance
{
    protected override Task<TestStore> OpenAsync() => SqliteTestStore.OpenAsync();
}

public sealed class SqliteLagTests : LagConformance
{
    protected override Task<TestStore> OpenAsync() => SqliteTestStore.OpenAsync();
}

public sealed class SqliteInstructionTests : InstructionConformance
{
    protected override Task<TestStore> OpenAsync() => SqliteTestStore.OpenAsync();
}

public sealed class SqliteSettingsTests : SettingsConformance
{
    protected override Task<TestStore> OpenAsync() => SqliteTestStore.OpenAsync();
}
