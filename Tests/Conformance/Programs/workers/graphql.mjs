import { buildSchema, graphql, GraphQLError, GraphQLInt, GraphQLList, GraphQLNonNull, GraphQLObjectType, GraphQLSchema, GraphQLString, introspectionFromSchema, parse, print, printSchema, validate, visit } from "graphql";

const authors = [{ id: 1, name: "Ursula" }, { id: 2, name: "Stanisław" }];
const books = [{ title: "The Dispossessed", year: 1974, author: 1 }, { title: "Solaris", year: 1961, author: 2 }, { title: "The Lathe of Heaven", year: 1971, author: 1 }];
const Author = new GraphQLObjectType({ name: "Author", fields: () => ({
  id: { type: new GraphQLNonNull(GraphQLInt) },
  name: { type: new GraphQLNonNull(GraphQLString) },
  books: { type: new GraphQLList(Book), resolve: async (author) => books.filter((b) => b.author === author.id) },
}) });
const Book = new GraphQLObjectType({ name: "Book", description: "A printed work", fields: () => ({
  title: { type: GraphQLString },
  year: { type: GraphQLInt, description: "First print" },
  author: { type: Author, resolve: (book) => Promise.resolve(authors.find((a) => a.id === book.author)) },
  secret: { type: GraphQLString, resolve: () => { throw new GraphQLError("not for you", { extensions: { code: "FORBIDDEN" } }); } },
}) });
const schema = new GraphQLSchema({
  query: new GraphQLObjectType({ name: "Query", fields: {
    books: { type: new GraphQLNonNull(new GraphQLList(new GraphQLNonNull(Book))), args: { after: { type: GraphQLInt, defaultValue: 0 } }, resolve: (_, { after }) => books.filter((b) => b.year > after) },
    author: { type: Author, args: { id: { type: new GraphQLNonNull(GraphQLInt) } }, resolve: (_, { id }) => authors.find((a) => a.id === id) },
  } }),
});

export default {
  async fetch(request) {
    const path = new URL(request.url).pathname;
    if (path === "/schema") return new Response(printSchema(schema));
    if (path === "/introspection") return Response.json(introspectionFromSchema(buildSchema("type Query { hello(who: String = \"you\"): [Int!]! } enum E { A B @deprecated(reason: \"old\") } interface I { x: E } type T implements I { x: E }")));
    const { query, variables } = await request.json();
    if (path === "/print") return new Response(print(visit(parse(query), { Field: { leave: (node) => node.name.value === "drop" ? null : undefined } })));
    if (path === "/validate") return Response.json(validate(schema, parse(query)).map((e) => e.toJSON()));
    return Response.json(await graphql({ schema, source: query, variableValues: variables }));
  },
};
