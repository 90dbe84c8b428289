#nullable disable // The official package is not annotated.

using System.Security.Cryptography;
using System.Text;

namespace Azure.Data.Tables;

/// <summary>A storage account's name and key, which sign each request.</summary>
public class TableSharedKeyCredential
{
    private byte[] key;

    /// <param name="accountName">The account's name, part of what is signed.</param>
    /// <param name="accountKey">The key in base 64.</param>
    public TableSharedKeyCredential(string accountName, string accountKey)
    {
        ArgumentNullException.ThrowIfNull(accountName);
        ArgumentNullException.ThrowIfNull(accountKey);
        AccountName = accountName;
        SetAccountKey(accountKey);
    }

    public string AccountName { get; }

    /// <summary>Takes a rotated key into use; requests already signed keep the old one.</summary>
    public void SetAccountKey(string accountKey) => Volatile.Write(ref key, Convert.FromBase64String(accountKey));

    internal string Sign(string message) =>
        Convert.ToBase64String(HMACSHA256.HashData(Volatile.Read(ref key), Encoding.UTF8.GetBytes(message)));
}
