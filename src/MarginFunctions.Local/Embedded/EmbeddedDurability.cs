namespace MarginFunctions.Local.Embedded;

/// <summary>What a completed write survives.</summary>
public enum EmbeddedDurability
{
    /// <summary>The death of the process and of the machine: every commit waits for the disk.</summary>
    Full,

    /// <summary>The death of the process only; a power cut may lose the file. For replays and demonstrations on files that are thrown away.</summary>
    ThrowAway,
}
