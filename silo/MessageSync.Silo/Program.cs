return await MessageSync.Silo.SiloCommand.RunAsync(args);
