namespace MessageSync.Architecture.Tests;

public sealed class RunFolderTests
{
    [Fact]
    public void The_silo_runs_where_it_was_called_so_that_relative_paths_are_the_callers()
    {
        var silo = Checkout.Files("silo", "MessageSync.Silo.csproj").Single();

        Assert.Contains(
            "<EnableDefaultRunWorkingDirectory>false</EnableDefaultRunWorkingDirectory>", File.ReadAllText(silo.FullName),
            StringComparison.Ordinal);
    }
}
