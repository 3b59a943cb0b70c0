namespace MessageSync.Client;

/// <content>Conversations and their members.</content>
public sealed partial class MessageSyncApi
{
    /// <summary>Makes a group. The caller is its owner; of a service the first member is.</summary>
    /// <param name="id">Its id.</param>
    /// <param name="title">At most 200 characters; null for none.</param>
    /// <param name="members">At most 1000 others; null for nobody.</param>
    /// <param name="history"><c>sinceJoin</c> or <c>all</c>; null for <c>sinceJoin</c>.</param>
    /// <param name="ct">Ends the wait.</param>
    /// <returns>The group; an existing one that was created alike, with nothing changed.</returns>
    public Task<Conversation> CreateGroupAsync(
        string id, string? title = null, IReadOnlyList<string>? members = null, string? history = null,
        CancellationToken ct = default) =>
        CreateAsync(new CreateBody("group", id, title, members, history), ct);

    /// <summary>Makes the direct conversation with a user, or finds it.</summary>
    /// <param name="with">Who; may be oneself.</param>
    /// <param name="ct">Ends the wait.</param>
    public Task<Conversation> CreateDirectAsync(string with, CancellationToken ct = default) =>
        CreateAsync(new CreateBody("direct", With: with), ct);

    /// <summary>Shows one conversation.</summary>
    /// <param name="conversation">Which.</param>
    /// <param name="ct">Ends the wait.</param>
    public Task<Conversation> ShowAsync(string conversation, CancellationToken ct = default) =>
        _server.AskAsync<Conversation>(ApiRequest.Get(Paths.Conversation(conversation)), ct);

    /// <summary>Changes the title.</summary>
    /// <param name="conversation">Which.</param>
    /// <param name="title">At most 200 characters.</param>
    /// <param name="ct">Ends the wait.</param>
    public Task<Conversation> ChangeAsync(string conversation, string title, CancellationToken ct = default) =>
        _server.AskAsync<Conversation>(
            ApiRequest.With(
                HttpMethod.Patch, Paths.Conversation(conversation), new TitleBody(Text(title)),
                RequestJson.Default.TitleBody),
            ct);

    /// <summary>A page of the caller's conversations.</summary>
    /// <param name="page">Null for the first, then <see cref="ConversationList.NextPage"/>.</param>
    /// <param name="limit">Most conversations, 1 to 200.</param>
    /// <param name="isById">Ordered by id; else the newest first.</param>
    /// <param name="hasLeft">With those that the caller has left.</param>
    /// <param name="lostAfter">At least those that changed after this cursor; null for all that are listed.</param>
    /// <param name="ct">Ends the wait.</param>
    public Task<ConversationList> ListAsync(
        string? page = null, int limit = 50, bool isById = false, bool hasLeft = true, string? lostAfter = null,
        CancellationToken ct = default) =>
        _server.AskAsync<ConversationList>(
            ApiRequest.Get(Paths.Conversations + Paths.Query(
                ("limit", limit), ("page", page), ("sort", isById ? "id" : null), ("left", hasLeft ? null : "false"),
                ("lostAfter", lostAfter))),
            ct);

    /// <summary>A page of present members.</summary>
    /// <param name="conversation">Of which.</param>
    /// <param name="after">Those after this user; null for the first page.</param>
    /// <param name="limit">Most members, 1 to 1000.</param>
    /// <param name="ct">Ends the wait.</param>
    public Task<MembersPage> MembersAsync(
        string conversation, string? after = null, int limit = 100, CancellationToken ct = default) =>
        _server.AskAsync<MembersPage>(
            ApiRequest.Get(Paths.Members(conversation) + Paths.Query(("limit", limit), ("after", after))), ct);

    /// <summary>Adds and removes members, all or nothing.</summary>
    /// <param name="conversation">Where.</param>
    /// <param name="add">Who comes; at most 1000 together with <paramref name="remove"/>.</param>
    /// <param name="remove">Who goes; nobody of <paramref name="add"/>.</param>
    /// <param name="ct">Ends the wait.</param>
    public Task ChangeMembersAsync(
        string conversation, IReadOnlyList<string> add, IReadOnlyList<string> remove, CancellationToken ct = default) =>
        _server.DoAsync(
            ApiRequest.With(
                HttpMethod.Post, Paths.Members(conversation), new MembersBody(add, remove),
                RequestJson.Default.MembersBody),
            ct);

    /// <summary>Adds a member, or changes a role.</summary>
    /// <param name="conversation">Where.</param>
    /// <param name="user">Who.</param>
    /// <param name="role"><c>member</c> or <c>owner</c>; null leaves a role as it is, a new member gets
    /// <c>member</c>.</param>
    /// <param name="ct">Ends the wait.</param>
    public Task PutMemberAsync(
        string conversation, string user, string? role = null, CancellationToken ct = default) =>
        _server.DoAsync(
            ApiRequest.With(
                HttpMethod.Put, $"{Paths.Members(conversation)}/{Paths.Segment(user)}", new RoleBody(role),
                RequestJson.Default.RoleBody),
            ct);

    /// <summary>Removes a member, or leaves.</summary>
    /// <param name="conversation">Where.</param>
    /// <param name="user">Who.</param>
    /// <param name="ct">Ends the wait.</param>
    public Task RemoveMemberAsync(string conversation, string user, CancellationToken ct = default) =>
        _server.DoAsync(ApiRequest.Delete($"{Paths.Members(conversation)}/{Paths.Segment(user)}"), ct);

    private Task<Conversation> CreateAsync(CreateBody body, CancellationToken ct) =>
        _server.AskAsync<Conversation>(
            ApiRequest.With(HttpMethod.Post, Paths.Conversations, body, RequestJson.Default.CreateBody), ct);
}
