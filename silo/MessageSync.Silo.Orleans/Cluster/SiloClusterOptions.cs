using System.ComponentModel.DataAnnotations;

namespace MessageSync.Silo.Orleans.Cluster;

/// <summary>The place of this silo in a cluster.</summary>
internal sealed class SiloClusterOptions
{
    /// <summary>The section of the configuration.</summary>
    public const string Section = "MessageSync:Cluster";

    /// <summary>The membership in the database of the store.</summary>
    public const string Postgres = "postgres";

    /// <summary><c>redis://host:port</c> or <see cref="Postgres"/>; empty for this silo alone.</summary>
    [RegularExpression("^(postgres|rediss?://[^/\\s]+)?$", ErrorMessage =
        "There is no such membership: say --membership postgres, or redis://host:6379.")]
    public string Membership { get; set; } = "";

    /// <summary>The cluster that it is in: silos of another one are strangers. Default <c>messagesync</c>.</summary>
    [Required]
    public string ClusterId { get; set; } = "messagesync";

    /// <summary>The address that other silos and clients reach it at; empty for loopback where it is alone, else for the
    /// machine's own.</summary>
    public string Address { get; set; } = "";

    /// <summary>Where it listens to silos; 0 for any free port. Default 11111.</summary>
    [Range(0, 65535)]
    public int SiloPort { get; set; } = 11111;

    /// <summary>Where it listens to clients; 0 for any free port. Default 30000.</summary>
    [Range(0, 65535)]
    public int GatewayPort { get; set; } = 30000;

    /// <summary>An assembly with grains of a backend, which live in this silo too; empty for none.</summary>
    public string Grains { get; set; } = "";

    /// <summary>True where no other silo can join.</summary>
    public bool IsAlone => Membership.Length == 0;

    /// <summary>Where the membership is, in words.</summary>
    public string MembershipName => Membership == Postgres ? "PostgreSQL" : "Redis";

    /// <summary>In words, without a password.</summary>
    public string Describe() => IsAlone ? "this silo alone" : $"{ClusterId}, membership in {MembershipName}";
}
