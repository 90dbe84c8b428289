namespace Azure.Data.Tables;

/// <summary>One kind of change within a transaction.</summary>
public enum TableTransactionActionType
{
    /// <summary>Inserts; fails when the key exists.</summary>
    Add = 0,

    /// <summary>Updates and keeps other properties; fails when the key does not exist.</summary>
    UpdateMerge = 1,

    /// <summary>Updates and drops other properties; fails when the key does not exist.</summary>
    UpdateReplace = 2,

    /// <summary>Deletes; fails when the key does not exist.</summary>
    Delete = 3,

    /// <summary>Inserts, or updates and keeps other properties.</summary>
    UpsertMerge = 4,

    /// <summary>Inserts, or updates and drops other properties.</summary>
    UpsertReplace = 5,
}
