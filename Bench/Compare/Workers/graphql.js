import { graphql, GraphQLInt, GraphQLList, GraphQLObjectType, GraphQLSchema, GraphQLString } from "graphql";
import { orders } from "../Lib/orders.js";

export const bench = {
  summary: "graphql answers a query over 10 orders",
  method: "POST",
  body: () => JSON.stringify({ query: "query($n: Int!) { orders(first: $n) { id customer lines { sku quantity } } }", variables: { n: 10 } }),
};

const Line = new GraphQLObjectType({ name: "Line", fields: { sku: { type: GraphQLString }, quantity: { type: GraphQLInt } } });
const Order = new GraphQLObjectType({ name: "Order", fields: { id: { type: GraphQLInt }, customer: { type: GraphQLString }, lines: { type: new GraphQLList(Line) } } });
const all = orders(50);
const schema = new GraphQLSchema({
  query: new GraphQLObjectType({
    name: "Query",
    fields: { orders: { type: new GraphQLList(Order), args: { first: { type: GraphQLInt } }, resolve: (_, { first }) => all.slice(0, first) } },
  }),
});

export default {
  async fetch(request) {
    const { query, variables } = await request.json();
    return Response.json(await graphql({ schema, source: query, variableValues: variables }));
  },
};
