#nullable disable // The official package is not annotated.

namespace Azure.Data.Tables.Models;

/// <summary>A table of an account.</summary>
public class TableItem
{
    public TableItem(string name)
    {
        Name = name;
    }

    public string Name { get; }
}
