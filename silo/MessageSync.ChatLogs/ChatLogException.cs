namespace MessageSync.ChatLogs;

/// <summary>The logs that a person named are not to be had: one plain sentence for that person.</summary>
public sealed class ChatLogException : Exception
{
    /// <summary>Without further facts.</summary>
    public ChatLogException() : this("There are no such chat logs.") { }

    /// <summary>With the sentence.</summary>
    public ChatLogException(string message) : base(message) { }

    /// <summary>With the sentence and the cause.</summary>
    public ChatLogException(string message, Exception innerException) : base(message, innerException) { }
}
