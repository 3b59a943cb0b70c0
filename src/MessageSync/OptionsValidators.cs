using MessageSync.Storage;
using Microsoft.Extensions.Options;

namespace MessageSync;

[OptionsValidator]
internal sealed partial class MessageSyncOptionsValidator : IValidateOptions<MessageSyncOptions>;

[OptionsValidator]
internal sealed partial class GroupCommitOptionsValidator : IValidateOptions<GroupCommitOptions>;
