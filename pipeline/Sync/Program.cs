using System.Runtime.CompilerServices;

[assembly: InternalsVisibleTo("Sync.Tests")]

return 1;
