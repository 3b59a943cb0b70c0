using BenchmarkDotNet.Running;
using MessageSync.Benchmarks;

// For example: dotnet run -c Release --project bench/MessageSync.Benchmarks -- --filter '*'
BenchmarkSwitcher.FromAssembly(typeof(TimelineBenchmarks).Assembly).Run(args);
