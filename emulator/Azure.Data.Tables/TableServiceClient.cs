#nullable disable // The official package is not annotated.

using System.Buffers;
using System.Linq.Expressions;
using System.Text.Json;
using Azure.Core;
using Azure.Core.Pipeline;
using Azure.Data.Tables.Internal;
using Azure.Data.Tables.Models;

namespace Azure.Data.Tables;

/// <summary>The tables of one account. Safe to share among threads; its table clients share its connections.</summary>
public class TableServiceClient
{
    private readonly TableRest rest;

    /// <param name="connectionString">A storage account's connection string, or <c>UseDevelopmentStorage=true</c>.</param>
    /// <exception cref="ArgumentException">It lacks an account, a key or an endpoint.</exception>
    public TableServiceClient(string connectionString)
        : this(connectionString, null) { }

    /// <inheritdoc cref="TableServiceClient(string)" />
    public TableServiceClient(string connectionString, TableClientOptions options = null)
    {
        rest = Connect(connectionString, options);
    }

    public TableServiceClient(Uri endpoint, TableSharedKeyCredential credential)
        : this(endpoint, credential, null) { }

    public TableServiceClient(Uri endpoint, TableSharedKeyCredential credential, TableClientOptions options)
    {
        rest = Connect(endpoint, credential, options);
    }

    public TableServiceClient(Uri endpoint, TokenCredential tokenCredential, TableClientOptions options = null)
    {
        rest = Connect(endpoint, tokenCredential, options);
    }

    /// <summary>For mocks.</summary>
    protected TableServiceClient() { }

    public virtual string AccountName => rest.AccountName;

    public virtual Uri Uri => rest.Endpoint;

    /// <summary>The client of a table, which need not exist. Sends nothing.</summary>
    public virtual TableClient GetTableClient(string tableName) => new(rest, tableName);

    /// <exception cref="RequestFailedException">409 TableAlreadyExists, among others.</exception>
    public virtual Task<Response<TableItem>> CreateTableAsync(
        string tableName,
        CancellationToken cancellationToken = default
    ) => CreateAsync(rest, tableName, ifNotExists: false, cancellationToken);

    /// <returns>The table; the raw response's status is 409 when it was there already.</returns>
    public virtual Task<Response<TableItem>> CreateTableIfNotExistsAsync(
        string tableName,
        CancellationToken cancellationToken = default
    ) => CreateAsync(rest, tableName, ifNotExists: true, cancellationToken);

    /// <summary>Deletes a table. A missing one is not an error; the response's status is then 404.</summary>
    public virtual Task<Response> DeleteTableAsync(string tableName, CancellationToken cancellationToken = default) =>
        DeleteAsync(rest, tableName, cancellationToken);

    /// <summary>Lists the tables that satisfy an OData filter over <c>TableName</c>, in the order of their names.</summary>
    public virtual AsyncPageable<TableItem> QueryAsync(
        string filter = null,
        int? maxPerPage = null,
        CancellationToken cancellationToken = default
    ) =>
        new TablePageable<TableItem>(
            rest,
            "Tables",
            "TableServiceClient.Query",
            TableQuery.Parameters(filter, null),
            maxPerPage,
            static json => new TableItem(json.GetProperty("TableName").GetString()),
            cancellationToken
        );

    /// <inheritdoc cref="QueryAsync(string, int?, CancellationToken)" />
    public virtual AsyncPageable<TableItem> QueryAsync(
        FormattableString filter,
        int? maxPerPage = null,
        CancellationToken cancellationToken = default
    ) => QueryAsync(ODataLiteral.Format(filter), maxPerPage, cancellationToken);

    /// <inheritdoc cref="QueryAsync(string, int?, CancellationToken)" />
    public virtual AsyncPageable<TableItem> QueryAsync(
        Expression<Func<TableItem, bool>> filter,
        int? maxPerPage = null,
        CancellationToken cancellationToken = default
    ) => QueryAsync(FilterExpression.ToOData(filter), maxPerPage, cancellationToken);

    internal static TableRest Connect(string connectionString, TableClientOptions options)
    {
        var parsed = TableConnectionString.Parse(connectionString);
        return Connect(parsed.Endpoint, parsed.Credential, options);
    }

    internal static TableRest Connect(Uri endpoint, TableSharedKeyCredential credential, TableClientOptions options)
    {
        ArgumentNullException.ThrowIfNull(endpoint);
        ArgumentNullException.ThrowIfNull(credential);
        return new TableRest(endpoint, new SharedKeyPolicy(credential), options);
    }

    internal static TableRest Connect(Uri endpoint, TokenCredential credential, TableClientOptions options)
    {
        ArgumentNullException.ThrowIfNull(endpoint);
        ArgumentNullException.ThrowIfNull(credential);
        return new TableRest(
            endpoint,
            new BearerTokenAuthenticationPolicy(credential, "https://storage.azure.com/.default"),
            options
        );
    }

    internal static async Task<Response<TableItem>> CreateAsync(
        TableRest rest,
        string tableName,
        bool ifNotExists,
        CancellationToken cancellationToken
    )
    {
        ArgumentException.ThrowIfNullOrEmpty(tableName);
        var message = rest.CreateMessage(RequestMethod.Post, "Tables");
        message.Request.Headers.Add("Prefer", "return-no-content");
        var body = new ArrayBufferWriter<byte>();
        using (var writer = new Utf8JsonWriter(body))
        {
            writer.WriteStartObject();
            writer.WriteString("TableName", tableName);
            writer.WriteEndObject();
        }

        TableRest.SetBody(message, "application/json", body.WrittenMemory);
        var response = await rest.SendAsync(
                "TableServiceClient.CreateTable",
                message,
                cancellationToken,
                tolerated: ifNotExists ? 409 : 0
            )
            .ConfigureAwait(false);
        if (response.Status == 409)
        {
            // A table of this name that is still being deleted is a conflict too, and not the table that was asked for.
            var conflict = new RequestFailedException(response);
            if (conflict.ErrorCode == TableErrorCode.TableBeingDeleted)
            {
                throw conflict;
            }
        }

        return Response.FromValue(new TableItem(tableName), response);
    }

    internal static Task<Response> DeleteAsync(TableRest rest, string tableName, CancellationToken cancellationToken)
    {
        ArgumentException.ThrowIfNullOrEmpty(tableName);
        return rest.SendAsync(
            "TableServiceClient.DeleteTable",
            rest.CreateMessage(RequestMethod.Delete, $"Tables('{Uri.EscapeDataString(tableName)}')"),
            cancellationToken,
            tolerated: 404
        );
    }
}
