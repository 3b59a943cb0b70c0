return await MessageSync.Silo.Orleans.SiloCommand.RunAsync(args);
