namespace PureEdge.Storage.Sealing;

/// <summary>The one wording of what a damaged file gives.</summary>
internal static class Damage
{
    public static StorageException Found(string path, string what, Exception? inner = null) =>
        new("data_corrupt", $"'{path}' is damaged: {what}. Restore it from a backup; nothing was changed.", inner);
}
