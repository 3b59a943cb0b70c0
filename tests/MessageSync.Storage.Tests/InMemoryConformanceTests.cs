using MessageSync.Conformance;

namespace MessageSync.Storage.Tests;

public sealed class InMemoryTimelineStoreTests : TimelineStoreConformance
{
    protected override Task<TestStore> OpenAsync() => Task.FromResult<TestStore>(new InMemoryTestStore());
}

public sealed class InMemoryMembershipTests : MembershipConformance
{
    protected override Task<TestStore> OpenAsync() => Task.FromResult<TestStore>(new InMemoryTestStore());
}

public sealed class InMemoryInboxStoreTests : InboxStoreConformance
{
    protected override Task<TestStore> OpenAsync() => Task.FromResult<TestStore>(new InMemoryTestStore());
}

public sealed class InMemoryTrimTests : TrimConformance
{
    protected override Task<TestStore> OpenAsync() => Task.FromResult<TestStore>(new InMemoryTestStore());
}

public sealed class InMemorySyncTests : SyncConformance
{
    protected override Task<TestStore> OpenAsync() => Task.FromResult<TestStore>(new InMemoryTestStore());
}

public sealed class InMemorySweepTests : SweepConformance
{
    protected override Task<TestStore> OpenAsync() => Task.FromResult<TestStore>(new InMemoryTestStore());
}

public sealed class InMemoryDirectoryStoreTests : DirectoryStoreConformance
{
    protected override Task<TestStore> OpenAsync() => Task.FromResult<TestStore>(new InMemoryTestStore());
}

public sealed class InMemoryWriterTests : WriterConformance
{
    protected override Task<TestStore> OpenAsync() => Task.FromResult<TestStore>(new InMemoryTestStore());
}

public sealed class InMemoryFenceTests : FenceConformance
{
    protected override Task<TestStore> OpenAsync() => Task.FromResult<TestStore>(new InMemoryTestStore());
}

public sealed class InMemoryJournalTests : JournalConformance
{
    protected override Task<TestStore> OpenAsync() => Task.FromResult<TestStore>(new InMemoryTestStore());
}

public sealed class InMemoryLagTests : LagConformance
{
    protected override Task<TestStore> OpenAsync() => Task.FromResult<TestStore>(new InMemoryTestStore());
}

public sealed class InMemoryInstructionTests : InstructionConformance
{
    protected override Task<TestStore> OpenAsync() => Task.FromResult<TestStore>(new InMemoryTestStore());
}

public sealed class InMemorySettingsTests : SettingsConformance
{
    protected override Task<TestStore> OpenAsync() => Task.FromResult<TestStore>(new InMemoryTestStore());
}
