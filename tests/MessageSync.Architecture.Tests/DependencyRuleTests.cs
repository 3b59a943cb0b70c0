using System.Reflection;
using System.Text.RegularExpressions;

namespace MessageSync.Architecture.Tests;

/// <summary>Who may reference whom: never upwards, never sideways.</summary>
public sealed class DependencyRuleTests
{
    private static readonly Dictionary<string, string[]> Allowed = new(StringComparer.Ordinal)
    {
        ["MessageSync.Domain"] = [],
        ["MessageSync.Storage"] = ["MessageSync.Domain"],
        ["MessageSync.Storage.Sqlite"] = ["MessageSync.Domain", "MessageSync.Storage"],
        ["MessageSync.Storage.Postgres"] = ["MessageSync.Domain", "MessageSync.Storage"],
        ["MessageSync"] = ["MessageSync.Domain", "MessageSync.Storage"],
        ["MessageSync.Http"] = ["MessageSync", "MessageSync.Domain", "MessageSync.Storage"],
        ["MessageSync.ChatLogs"] = ["MessageSync.Domain"],
        ["MessageSync.Client"] = [],
        ["MessageSync.Client.Sqlite"] = ["MessageSync.Client"],
        ["MessageSync.Silo"] =
        [
            "MessageSync", "MessageSync.ChatLogs", "MessageSync.Domain", "MessageSync.Http", "MessageSync.Storage",
            "MessageSync.Storage.Postgres", "MessageSync.Storage.Sqlite",
        ],
        ["MessageSync.Orleans"] = ["MessageSync", "MessageSync.Domain", "MessageSync.Storage"],
        ["MessageSync.Silo.Orleans"] =
        [
            "MessageSync", "MessageSync.Domain", "MessageSync.Http", "MessageSync.Orleans", "MessageSync.Storage",
            "MessageSync.Storage.Postgres", "MessageSync.Storage.Sqlite",
        ],
    };

    public static TheoryData<string> Shipped() => [.. Names(Projects("src").Concat(Projects("silo")))];

    public static TheoryData<string> OnOneMachine() => [.. Names(WithoutCluster("src", "silo"))];

    [Theory]
    [MemberData(nameof(Shipped))]
    public void A_project_references_only_those_below_it(string name)
    {
        var project = Projects("src").Concat(Projects("silo")).Single(project => project.Name == name + ".csproj");

        Assert.True(Allowed.TryGetValue(name, out var below), $"{name} is new: say here whom it may reference.");
        Assert.Empty(Checkout.Included(project, "ProjectReference").Except(below, StringComparer.Ordinal));
    }

    // What the cluster's assemblies use is tested where they are built: in MessageSync.Orleans.sln.
    [Theory]
    [MemberData(nameof(OnOneMachine))]
    public void An_assembly_uses_only_those_below_it(string name)
    {
        var used = Assembly.Load(name).GetReferencedAssemblies()
            .Select(reference => reference.Name!)
            .Where(reference => reference.StartsWith("MessageSync", StringComparison.Ordinal));

        Assert.Empty(used.Except(Allowed[name], StringComparer.Ordinal));
    }

    [Fact]
    public void The_load_driver_is_a_client_and_knows_no_server()
    {
        var driver = Projects("bench").Single(project => project.Name == "MessageSync.Load.csproj");

        Assert.Equal(
            ["MessageSync", "MessageSync.ChatLogs", "MessageSync.Storage.Sqlite"],
            Checkout.Included(driver, "ProjectReference"));
    }

    [Fact]
    public void The_mixes_of_the_load_driver_know_only_a_target()
    {
        var wrong = new Regex(@"\b(IMessageSync|HttpClient|HttpTarget|InProcessTarget|IHost)\b", RegexOptions.ExplicitCapture, Limit);

        var files = Checkout.Files("bench/MessageSync.Load/Mixes", "*.cs").ToList();

        Assert.NotEmpty(files);
        Assert.DoesNotContain(files, file => wrong.IsMatch(File.ReadAllText(file.FullName)));
    }

    [Fact]
    public void The_domain_knows_nothing_but_the_base_class_library()
    {
        var project = Projects("src").Single(project => project.Name == "MessageSync.Domain.csproj");

        Assert.Empty(Checkout.Included(project, "PackageReference"));
        Assert.Empty(Checkout.Included(project, "FrameworkReference"));
        Assert.All(
            Assembly.Load("MessageSync.Domain").GetReferencedAssemblies(),
            reference => Assert.StartsWith("System.", reference.Name, StringComparison.Ordinal));
    }

    [Fact]
    public void The_client_references_no_other_project_and_only_what_its_HTTP_part_needs()
    {
        var project = Projects("src").Single(project => project.Name == "MessageSync.Client.csproj");

        Assert.Empty(Checkout.Included(project, "ProjectReference"));
        Assert.Equal(
            ["Microsoft.Extensions.Http", "Microsoft.Extensions.Logging.Abstractions"],
            Checkout.Included(project, "PackageReference"));
        Assert.Empty(Checkout.Included(project, "FrameworkReference"));
    }

    [Fact]
    public void Of_the_client_only_the_HTTP_part_knows_HTTP_and_hosting()
    {
        var wrong = new Regex(@"\b(System\.Net|HttpClient|Microsoft\.Extensions)\b", RegexOptions.ExplicitCapture, Limit);

        var files = PureClient().ToList();

        Assert.NotEmpty(files);
        Assert.DoesNotContain(files, file => wrong.IsMatch(File.ReadAllText(file.FullName)));
    }

    [Fact]
    public void The_domain_and_the_device_have_no_tasks_and_no_clock()
    {
        var wrong = new Regex(@"\b(async|await|Task|TimeProvider|Stopwatch)\b|Environment\.TickCount", RegexOptions.ExplicitCapture, Limit);

        foreach (var file in Checkout.Files("src/MessageSync.Domain", "*.cs").Concat(PureClient()))
        {
            var code = File.ReadLines(file.FullName).Where(line => !line.TrimStart().StartsWith("//", StringComparison.Ordinal));
            Assert.DoesNotContain(code, line => wrong.IsMatch(line));
        }
    }

    [Fact]
    public void What_runs_on_one_machine_does_not_name_orleans()
    {
        var wrong = new Regex(@"\bOrleans\b", RegexOptions.ExplicitCapture, Limit);

        var naming = Code("src", "silo", "samples", "bench").Where(file => wrong.IsMatch(File.ReadAllText(file.FullName)));

        Assert.All(naming, file => Assert.True(IsOfCluster(file), Checkout.NameOf(file)));
    }

    [Fact]
    public void Of_what_is_shipped_only_the_PostgreSQL_store_names_its_driver()
    {
        var wrong = new Regex(@"\bNpgsql\b", RegexOptions.ExplicitCapture, Limit);

        var naming = Code("src", "silo", "samples").Where(file => wrong.IsMatch(File.ReadAllText(file.FullName))).ToList();

        Assert.NotEmpty(naming);
        Assert.All(naming, file => Assert.True(
            Checkout.NameOf(file).Contains("MessageSync.Storage.Postgres", StringComparison.Ordinal) || IsOfCluster(file),
            Checkout.NameOf(file)));
    }

    [Fact]
    public void The_solution_has_every_project_that_needs_no_cluster_and_no_other()
    {
        Assert.Equal(PathsOf(WithoutCluster(Folders)), ProjectsOf("MessageSync.sln"));
    }

    // Wildcards too: a solution builds what its projects reference, listed or not.
    [Fact]
    public void Nothing_in_the_solution_reaches_a_project_of_the_cluster()
    {
        var all = Folders.SelectMany(Projects).ToList();

        var reaching = all.Where(project => !IsOfCluster(project))
            .SelectMany(project => Checkout.Referenced(project, all).Where(IsOfCluster).Select(other => (project.Name, other.Name)));

        Assert.Empty(reaching);
    }

    [Fact]
    public void The_solution_of_the_cluster_has_every_project()
    {
        Assert.Equal(PathsOf(Folders.SelectMany(Projects)), ProjectsOf("MessageSync.Orleans.sln"));
    }

    [Fact]
    public void Every_package_has_a_reason()
    {
        var packages = Checkout.Included(
            new(Path.Combine(Checkout.Root.FullName, "Directory.Packages.props")), "PackageVersion");
        var policy = File.ReadAllText(Path.Combine(Checkout.Root.FullName, "CONTRIBUTING.md"));

        Assert.NotEmpty(packages);
        Assert.All(packages, package => Assert.Contains($"`{package}`", policy, StringComparison.Ordinal));
    }

    private static IEnumerable<FileInfo> PureClient() => Checkout.Files("src/MessageSync.Client", "*.cs")
        .Where(file => !Checkout.NameOf(file).StartsWith("src/MessageSync.Client/Http/", StringComparison.Ordinal));

    private static readonly string[] Folders = ["src", "silo", "tests", "samples", "bench"];

    private static IEnumerable<string> ProjectsOf(string solution) =>
        File.ReadAllText(Path.Combine(Checkout.Root.FullName, solution)).Split('"')
            .Where(part => part.EndsWith(".csproj", StringComparison.Ordinal))
            .Select(path => path.Replace('\\', '/')).Order(StringComparer.Ordinal);

    private static IEnumerable<string> PathsOf(IEnumerable<FileInfo> projects) =>
        projects.Select(Checkout.NameOf).Order(StringComparer.Ordinal);

    private static IEnumerable<string> Names(IEnumerable<FileInfo> projects) =>
        projects.Select(project => Path.GetFileNameWithoutExtension(project.Name));

    private static IEnumerable<FileInfo> WithoutCluster(params string[] folders) =>
        folders.SelectMany(Projects).Where(project => !IsOfCluster(project));

    /// <summary>What needs the Orleans packages lies in folders that say so.</summary>
    private static bool IsOfCluster(FileInfo file) =>
        Checkout.NameOf(file).Split('/')[1].Contains("Orleans", StringComparison.Ordinal);

    private static TimeSpan Limit => TimeSpan.FromSeconds(5);

    private static IEnumerable<FileInfo> Code(params string[] folders) =>
        folders.SelectMany(folder => Checkout.Files(folder, "*.cs").Concat(Checkout.Files(folder, "*.csproj")));

    private static IEnumerable<FileInfo> Projects(string folder) => Checkout.Files(folder, "*.csproj");
}
