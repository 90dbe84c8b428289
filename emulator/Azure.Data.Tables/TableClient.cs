#nullable disable // The official package is not annotated.

using System.Linq.Expressions;
using System.Text.Json;
using Azure.Core;
using Azure.Data.Tables.Internal;
using Azure.Data.Tables.Models;

namespace Azure.Data.Tables;

/// <summary>
/// One table. Safe to share among threads. A refusal by the service is a <see cref="RequestFailedException"/> whose
/// <see cref="RequestFailedException.ErrorCode"/> compares with <see cref="TableErrorCode"/>.
/// </summary>
public class TableClient
{
    private readonly TableRest rest;

    /// <exception cref="ArgumentException">The connection string lacks an account, a key or an endpoint.</exception>
    public TableClient(string connectionString, string tableName)
        : this(connectionString, tableName, null) { }

    /// <inheritdoc cref="TableClient(string, string)" />
    public TableClient(string connectionString, string tableName, TableClientOptions options = null)
        : this(TableServiceClient.Connect(connectionString, options), tableName) { }

    public TableClient(Uri endpoint, string tableName, TableSharedKeyCredential credential)
        : this(endpoint, tableName, credential, null) { }

    /// <param name="endpoint">The account's table endpoint, without the table.</param>
    /// <param name="tableName">The table.</param>
    /// <param name="credential">The account's key.</param>
    /// <param name="options">Retries, transport and policies.</param>
    public TableClient(
        Uri endpoint,
        string tableName,
        TableSharedKeyCredential credential,
        TableClientOptions options = null
    )
        : this(TableServiceClient.Connect(endpoint, credential, options), tableName) { }

    /// <inheritdoc cref="TableClient(Uri, string, TableSharedKeyCredential, TableClientOptions)" />
    public TableClient(
        Uri endpoint,
        string tableName,
        TokenCredential tokenCredential,
        TableClientOptions options = null
    )
        : this(TableServiceClient.Connect(endpoint, tokenCredential, options), tableName) { }

    /// <summary>For mocks.</summary>
    protected TableClient() { }

    internal TableClient(TableRest rest, string tableName)
    {
        ArgumentException.ThrowIfNullOrEmpty(tableName);
        this.rest = rest;
        Name = tableName;
        Uri = new Uri($"{rest.Endpoint.AbsoluteUri}/{tableName}");
    }

    public virtual string Name { get; }

    public virtual string AccountName => rest.AccountName;

    public virtual Uri Uri { get; }

    public virtual Task<Response<TableItem>> CreateAsync(CancellationToken cancellationToken = default) =>
        TableServiceClient.CreateAsync(rest, Name, ifNotExists: false, cancellationToken);

    /// <returns>The table; the raw response's status is 409 when it was there already.</returns>
    public virtual Task<Response<TableItem>> CreateIfNotExistsAsync(CancellationToken cancellationToken = default) =>
        TableServiceClient.CreateAsync(rest, Name, ifNotExists: true, cancellationToken);

    /// <summary>Deletes the table. A missing one is not an error; the response's status is then 404.</summary>
    public virtual Task<Response> DeleteAsync(CancellationToken cancellationToken = default) =>
        TableServiceClient.DeleteAsync(rest, Name, cancellationToken);

    /// <exception cref="RequestFailedException">409 EntityAlreadyExists, among others.</exception>
    public virtual Task<Response> AddEntityAsync<T>(T entity, CancellationToken cancellationToken = default)
        where T : ITableEntity => SendAsync("AddEntity", EntityRequest.Insert(Name, entity), cancellationToken);

    /// <summary>Writes the entity whether or not its key exists.</summary>
    public virtual Task<Response> UpsertEntityAsync<T>(
        T entity,
        TableUpdateMode mode = TableUpdateMode.Merge,
        CancellationToken cancellationToken = default
    )
        where T : ITableEntity =>
        SendAsync("UpsertEntity", EntityRequest.Update(Name, entity, mode, default), cancellationToken);

    /// <summary>Writes over an entity that is stored in the version <paramref name="ifMatch"/>.</summary>
    /// <param name="entity">The entity.</param>
    /// <param name="ifMatch">The version, or <see cref="ETag.All"/> for any.</param>
    /// <param name="mode">Whether stored properties that the entity does not have stay.</param>
    /// <param name="cancellationToken">Ends the call.</param>
    /// <exception cref="RequestFailedException">412 UpdateConditionNotSatisfied, 404 ResourceNotFound, among others.</exception>
    public virtual Task<Response> UpdateEntityAsync<T>(
        T entity,
        ETag ifMatch,
        TableUpdateMode mode = TableUpdateMode.Merge,
        CancellationToken cancellationToken = default
    )
        where T : ITableEntity
    {
        var request = EntityRequest.Update(Name, entity, mode, ifMatch);
        return ifMatch == default
            ? throw new ArgumentException("Value cannot be empty.", nameof(ifMatch))
            : SendAsync("UpdateEntity", request, cancellationToken);
    }

    /// <summary>Deletes the entity whatever its version, unless <paramref name="ifMatch"/> is given.</summary>
    public virtual Task<Response> DeleteEntityAsync(
        ITableEntity entity,
        ETag ifMatch = default,
        CancellationToken cancellationToken = default
    )
    {
        ArgumentNullException.ThrowIfNull(entity);
        return DeleteEntityAsync(entity.PartitionKey, entity.RowKey, ifMatch, cancellationToken);
    }

    /// <summary>Deletes the entity. A missing one is not an error; the response's status is then 404.</summary>
    public virtual Task<Response> DeleteEntityAsync(
        string partitionKey,
        string rowKey,
        ETag ifMatch = default,
        CancellationToken cancellationToken = default
    ) =>
        rest.SendAsync(
            "TableClient.DeleteEntity",
            rest.CreateMessage(EntityRequest.Delete(Name, partitionKey, rowKey, ifMatch)),
            cancellationToken,
            tolerated: 404
        );

    /// <exception cref="RequestFailedException">404 ResourceNotFound when there is no such entity.</exception>
    public virtual async Task<Response<T>> GetEntityAsync<T>(
        string partitionKey,
        string rowKey,
        IEnumerable<string> select = null,
        CancellationToken cancellationToken = default
    )
        where T : class, ITableEntity
    {
        var response = await rest.SendAsync(
                "TableClient.GetEntity",
                GetMessage(partitionKey, rowKey, select),
                cancellationToken
            )
            .ConfigureAwait(false);
        return Parsed<T>(response);
    }

    /// <returns>A response whose <c>HasValue</c> is false when there is no such entity, or no such table.</returns>
    public virtual async Task<NullableResponse<T>> GetEntityIfExistsAsync<T>(
        string partitionKey,
        string rowKey,
        IEnumerable<string> select = null,
        CancellationToken cancellationToken = default
    )
        where T : class, ITableEntity
    {
        var response = await rest.SendAsync(
                "TableClient.GetEntityIfExists",
                GetMessage(partitionKey, rowKey, select),
                cancellationToken,
                tolerated: 404
            )
            .ConfigureAwait(false);
        return response.Status == 404 ? new MissingEntityResponse<T>(response) : Parsed<T>(response);
    }

    /// <summary>Lists the entities that satisfy an OData filter, in the order of their keys, a page at a time.</summary>
    /// <param name="filter">For example <c>PartitionKey eq 'a'</c>; see <see cref="CreateQueryFilter(FormattableString)"/>.</param>
    /// <param name="maxPerPage">At most 1000, and 1000 if null. It does not limit the whole.</param>
    /// <param name="select">Properties to return; null for all.</param>
    /// <param name="cancellationToken">Ends the enumeration.</param>
    public virtual AsyncPageable<T> QueryAsync<T>(
        string filter = null,
        int? maxPerPage = null,
        IEnumerable<string> select = null,
        CancellationToken cancellationToken = default
    )
        where T : class, ITableEntity =>
        new TablePageable<T>(
            rest,
            Name,
            "TableClient.Query",
            TableQuery.Parameters(filter, select),
            maxPerPage,
            EntityReader.Read<T>,
            cancellationToken
        );

    /// <inheritdoc cref="QueryAsync{T}(string, int?, IEnumerable{string}, CancellationToken)" />
    /// <exception cref="NotSupportedException">The expression has no counterpart in OData.</exception>
    public virtual AsyncPageable<T> QueryAsync<T>(
        Expression<Func<T, bool>> filter,
        int? maxPerPage = null,
        IEnumerable<string> select = null,
        CancellationToken cancellationToken = default
    )
        where T : class, ITableEntity =>
        QueryAsync<T>(CreateQueryFilter(filter), maxPerPage, select, cancellationToken);

    /// <summary>The OData filter that says the same as the expression.</summary>
    /// <exception cref="NotSupportedException">There is none.</exception>
    public static string CreateQueryFilter<T>(Expression<Func<T, bool>> filter) => FilterExpression.ToOData(filter);

    /// <summary>The OData filter with each interpolated value quoted and escaped: <c>$"RowKey ge {key}"</c>.</summary>
    /// <exception cref="ArgumentException">A value's type has no literal in OData.</exception>
    public static string CreateQueryFilter(FormattableString filter) => ODataLiteral.Format(filter);

    /// <summary>Makes up to 100 changes to one partition, all or none, each entity at most once.</summary>
    /// <returns>The responses in the order of the actions, with the new ETags.</returns>
    /// <exception cref="InvalidOperationException">There are no actions.</exception>
    /// <exception cref="TableTransactionFailedException">The service refused; nothing is stored.</exception>
    public virtual async Task<Response<IReadOnlyList<Response>>> SubmitTransactionAsync(
        IEnumerable<TableTransactionAction> transactionActions,
        CancellationToken cancellationToken = default
    )
    {
        ArgumentNullException.ThrowIfNull(transactionActions);
        var response = await rest.SendAsync(
                "TableClient.SubmitTransaction",
                Batch.CreateMessage(rest, Name, transactionActions),
                cancellationToken
            )
            .ConfigureAwait(false);
        return Response.FromValue(BatchResponses.Parse(response), response);
    }

    private Task<Response> SendAsync(string operation, EntityRequest request, CancellationToken cancellationToken) =>
        rest.SendAsync("TableClient." + operation, rest.CreateMessage(request), cancellationToken);

    private HttpMessage GetMessage(string partitionKey, string rowKey, IEnumerable<string> select) =>
        rest.CreateMessage(
            RequestMethod.Get,
            EntityRequest.KeyPath(Name, partitionKey, rowKey),
            TableQuery.Parameters(null, select)
        );

    private static Response<T> Parsed<T>(Response response)
        where T : class, ITableEntity
    {
        using var document = JsonDocument.Parse(response.Content);
        return Response.FromValue(EntityReader.Read<T>(document.RootElement), response);
    }
}
