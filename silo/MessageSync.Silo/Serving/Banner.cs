namespace MessageSync.Silo.Serving;

/// <summary>What a person reads who just started the server.</summary>
internal static class Banner
{
    /// <summary>The lines.</summary>
    /// <param name="addresses">Where the server really listens.</param>
    /// <param name="data">Where the data is.</param>
    /// <param name="cluster">The cluster that it is in, in words; null for none.</param>
    /// <param name="telemetry">Where metrics and traces go; null for nowhere.</param>
    /// <param name="development">True in development mode: with three commands to try it.</param>
    public static IEnumerable<string> Lines(
        IReadOnlyCollection<string> addresses, string data, string? cluster, string? telemetry, bool development)
    {
        yield return $"MessageSync listens on {string.Join(", ", addresses)} in {(development ? "development" : "production")} mode.";
        yield return $"  data      {data}";
        if (cluster is not null) yield return $"  cluster   {cluster}";
        if (telemetry is not null) yield return $"  telemetry {telemetry}";
        yield return "  settings  command line (--help), environment (MessageSync__Name), appsettings.json";
        yield return "  stop      Ctrl+C";
        if (!development) yield break;

        yield return "Try it; paste one line after the other:";
        foreach (var line in Trial(ServerAddress.ToCall(addresses.First()))) yield return $"  {line}";
    }

    private static IEnumerable<string> Trial(string address)
    {
        const string json = "-H 'Content-Type: application/json'";
        const string token = "-H \"Authorization: Bearer $TOKEN\"";
        yield return $"TOKEN=$(curl -s {address}/v1/dev/token {json} -d '{{\"user\":\"ann\",\"device\":\"phone\"}}'"
            + " | sed 's/.*\"token\":\"//; s/\".*//')";
        yield return $"curl -s {address}/v1/conversations {token} {json} -d '{{\"kind\":\"group\",\"id\":\"hello\"}}' -w '\\n'"
            + $" && curl -s {address}/v1/conversations/hello/messages {token} {json}"
            + " -d '{\"sendKey\":\"first\",\"body\":\"Hello\"}' -w '\\n'";
        yield return $"curl -s '{address}/v1/inbox?wait=2000' {token} -w '\\n'";
    }
}
