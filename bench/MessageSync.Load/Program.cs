return await MessageSync.Load.Commands.LoadCommand.RunAsync(args, Console.Error);
