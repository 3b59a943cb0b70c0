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

public sealed class InMemorySettingsTests : SettingsConformance
{
    protected override Task<TestStore> OpenAsync() => Task.FromResult<TestStore>(new InMemoryTestStore());
}
