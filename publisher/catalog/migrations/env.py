"""What Alembic runs a migration with: the connection that publisher.catalog.migrate hands it."""

from alembic import context

from publisher.catalog.schema import metadata

context.configure(connection=context.config.attributes["connection"], target_metadata=metadata)
with context.begin_transaction():
    context.run_migrations()
