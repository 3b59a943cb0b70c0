using System.Text.Json;

namespace MessageSync.Client;

/// <summary>What became of a message for a device.</summary>
/// <param name="Sentence">For a support person.</param>
/// <param name="Facts">What it is drawn from; members may be added.</param>
public sealed record Explanation(string Sentence, JsonElement Facts);

/// <summary>What became of a notification.</summary>
/// <param name="Duplicate">True when it had been given before under the same sendKey.</param>
public sealed record NotifyReceipt(bool Duplicate);
