namespace Backend;

/// <summary>A message as the backend's clients send it: under the same key it is sent once.</summary>
internal sealed record NewMessage(string Key, string Text);
