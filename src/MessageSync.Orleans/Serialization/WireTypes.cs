using MessageSync.Grains;
using MessageSync.Inboxes;
using MessageSync.Orleans.Grains;
using MessageSync.Storage;
using MessageSync.Timelines;
using Orleans.Serialization.Cloning;
using Orleans.Serialization.Configuration;

namespace MessageSync.Orleans.Serialization;

/// <summary>
/// Everything of ours that crosses a call between processes, by the name that stands for it in messages. Names are for ever,
/// and so are the ids of members: silos of two versions talk to each other while a cluster is upgraded.
/// All of it is deeply immutable, so that within a process nothing is copied.
/// </summary>
internal sealed class WireTypes
{
    private readonly TypeManifestOptions _options;

    private WireTypes(TypeManifestOptions options) => _options = options;

    /// <summary>The types, by name.</summary>
    public static IReadOnlyDictionary<string, Type> ByName { get; } = Names();

    /// <summary>Tells Orleans.</summary>
    public static void Register(TypeManifestOptions options)
    {
        var types = new WireTypes(options);
        types.AddValues();
        types.AddCommands();
        types.AddTimelines();
        types.AddRefusals();
        types.AddInboxes();
        options.Converters.Add(typeof(AnswerConverter<>));
        options.Copiers.Add(typeof(AnswerCopier<>));
        types.Name("answer`1", typeof(Answer<>));
        types.Add<StoreUnavailableException, StoreUnavailableSurrogate>("store-unavailable");
        types.Add<StoreOverloadedException, StoreOverloadedSurrogate>("store-overloaded");
        types.Add<GrainFailedException, GrainFailedSurrogate>("grain-failed");
    }

    private static Dictionary<string, Type> Names()
    {
        var options = new TypeManifestOptions();
        Register(options);
        return options.WellKnownTypeAliases;
    }

    private void AddValues()
    {
        AddText<ConversationId>("conversation-id");
        AddText<UserId>("user-id");
        AddText<DeviceId>("device-id");
        AddText<SendKey>("send-key");
        AddText<Epoch>("epoch");
        AddNumber<SeqNo>("seq");
        AddNumber<ChangeNo>("change");
        AddNumber<InboxSeqNo>("inbox-seq");
    }

    private void AddCommands()
    {
        Add<Caller, CallerSurrogate>("caller");
        Add<CreateConversation, CreateConversationSurrogate>("create");
        Add<SendMessage, SendMessageSurrogate>("send");
        Add<ChangeTitle, ChangeTitleSurrogate>("title");
        Add<ChangeMembers, ChangeMembersSurrogate>("members");
        Add<PutMember, PutMemberSurrogate>("put-member");
        Add<RemoveMember, RemoveMemberSurrogate>("remove-member");
        Add<EditMessage, EditMessageSurrogate>("edit");
        Add<RecallMessage, RecallMessageSurrogate>("recall");
        Add<MoveRead, MoveReadSurrogate>("read");
        Add<SendReceipt, SendReceiptSurrogate>("send-receipt");
        Add<Created, CreatedSurrogate>("created");
        AddNothing<Done>("done");
    }

    private void AddTimelines()
    {
        Add<MessageBody, MessageBodySurrogate>("body");
        Add<Message, MessageSurrogate>("message");
        Add<SeqRange, SeqRangeSurrogate>("range");
        Add<RoamingAnchor.Before, RoamingAnchorBeforeSurrogate>("anchor.before");
        Add<RoamingAnchor.After, RoamingAnchorAfterSurrogate>("anchor.after");
        Add<RoamingAnchor.Around, RoamingAnchorAroundSurrogate>("anchor.around");
        Add<RoamingAnchor.At, RoamingAnchorAtSurrogate>("anchor.at");
        Add<RoamingPage, RoamingPageSurrogate>("roaming-page");
        Add<SomeMessages, SomeMessagesSurrogate>("some-messages");
        Add<MutationsPage, MutationsPageSurrogate>("mutations-page");
        Add<HiddenRanges, HiddenRangesSurrogate>("hidden-ranges");
        Add<ShownMember, ShownMemberSurrogate>("shown-member");
        Add<MembersPage, MembersPageSurrogate>("members-page");
        Add<Audience, AudienceSurrogate>("audience");
        Add<Conversation, ConversationSurrogate>("conversation");
        Add<ConversationList, ConversationListSurrogate>("conversation-list");
        Add<ListQuery, ListQuerySurrogate>("list-query");
        AddNothing<RoamingAnchor.Newest>("anchor.newest");
    }

    private void AddRefusals()
    {
        Add<Refusal.InvalidRequest, RefusalInvalidRequestSurrogate>("refusal.invalid-request");
        Add<Refusal.InvalidId, RefusalInvalidIdSurrogate>("refusal.invalid-id");
        Add<Refusal.ConversationFull, RefusalConversationFullSurrogate>("refusal.conversation-full");
        Add<Refusal.SendKeyReused, RefusalSendKeyReusedSurrogate>("refusal.send-key-reused");
        Add<Refusal.VersionConflict, RefusalVersionConflictSurrogate>("refusal.version-conflict");
        Add<Refusal.RecallWindowOver, RefusalRecallWindowOverSurrogate>("refusal.recall-window-over");
        Add<Refusal.BeyondHead, RefusalBeyondHeadSurrogate>("refusal.beyond-head");
        Add<Refusal.RateLimited, RefusalRateLimitedSurrogate>("refusal.rate-limited");
        Add<Refusal.Overloaded, RefusalOverloadedSurrogate>("refusal.overloaded");
        AddNothing<Refusal.DeviceRequired>("refusal.device-required");
        AddNothing<Refusal.CursorInvalid>("refusal.cursor-invalid");
        AddNothing<Refusal.Forbidden>("refusal.forbidden");
        AddNothing<Refusal.NotAMember>("refusal.not-a-member");
        AddNothing<Refusal.ConversationNotFound>("refusal.conversation-not-found");
        AddNothing<Refusal.MessageNotFound>("refusal.message-not-found");
        AddNothing<Refusal.ConversationExists>("refusal.conversation-exists");
        AddNothing<Refusal.DirectConversation>("refusal.direct-conversation");
        AddNothing<Refusal.Recalled>("refusal.recalled");
    }

    private void AddInboxes()
    {
        Add<Offer, OfferSurrogate>("offer");
        Add<EntryContent.Message, EntryContentMessageSurrogate>("entry.message");
        Add<EntryContent.Edited, EntryContentEditedSurrogate>("entry.edited");
        Add<EntryContent.Recalled, EntryContentRecalledSurrogate>("entry.recalled");
        Add<EntryContent.Hidden, EntryContentHiddenSurrogate>("entry.hidden");
        Add<EntryContent.Read, EntryContentReadSurrogate>("entry.read");
        Add<EntryContent.Member, EntryContentMemberSurrogate>("entry.member");
        Add<EntryContent.Conversation, EntryContentConversationSurrogate>("entry.conversation");
        Add<EntryContent.Advanced, EntryContentAdvancedSurrogate>("entry.advanced");
        Add<EntryContent.Notification, EntryContentNotificationSurrogate>("entry.notification");
        Add<MemberNews, MemberNewsSurrogate>("member-news");
        Add<ReadMark, ReadMarkSurrogate>("read-mark");
        Add<InboxCursor, InboxCursorSurrogate>("cursor");
        Add<SyncRequest, SyncRequestSurrogate>("sync");
        Add<InboxEntry, InboxEntrySurrogate>("inbox-entry");
        Add<SyncEntry, SyncEntrySurrogate>("sync-entry");
        Add<Reset, ResetSurrogate>("reset");
        Add<SyncPage, SyncPageSurrogate>("sync-page");
        Add<EndedStreams, EndedStreamsSurrogate>("ended-streams");
        Add<InboxWatch, InboxWatchSurrogate>("inbox-watch");
        Add<NotifyReceipt, NotifyReceiptSurrogate>("notify-receipt");
        Add<SignalPause, SignalPauseSurrogate>("signal-pause");
        Add<Signal, SignalSurrogate>("signal");
        Add<DeviceCursor, DeviceCursorSurrogate>("device");
        Add<Explanation, ExplanationSurrogate>("explanation");
        Add<MessageTrace, MessageTraceSurrogate>("trace");
        Add<MemberInterval, MemberIntervalSurrogate>("member-interval");
        Add<Leaving, LeavingSurrogate>("leaving");
    }

    private void AddText<T>(string name) where T : struct, IText<T> => AddCodec<T>(name, typeof(TextCodec<T>));

    private void AddNumber<T>(string name) where T : struct, INumber<T> => AddCodec<T>(name, typeof(NumberCodec<T>));

    private void AddCodec<T>(string name, Type codec)
    {
        _options.FieldCodecs.Add(codec);
        NameAndCopy<T>(name);
    }

    private void Add<T, TSurrogate>(string name) where TSurrogate : struct, ISurrogate<TSurrogate, T>
    {
        _options.Converters.Add(typeof(SurrogateConverter<T, TSurrogate>));
        NameAndCopy<T>(name);
    }

    private void AddNothing<T>(string name) where T : new()
    {
        _options.Converters.Add(typeof(NothingConverter<T>));
        NameAndCopy<T>(name);
    }

    private void NameAndCopy<T>(string name)
    {
        _options.Copiers.Add(typeof(ShallowCopier<T>));
        Name(name, typeof(T));
    }

    private void Name(string name, Type type)
    {
        _options.WellKnownTypeAliases.Add("messagesync." + name, type);
        if (!type.IsGenericTypeDefinition) _options.AddAllowedType(type);
    }

    private sealed class AnswerCopier<T> : ShallowCopier<Answer<T>> where T : class;
}
